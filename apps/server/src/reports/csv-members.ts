import { utmNames } from '@otkuda/contract';
import type pg from 'pg';
import { type PagedQuery, type PagedRow, unixSeconds } from './csv-pages.ts';
import { labelId } from './label-id.ts';

export const memberColumns = [
  'userID',
  'joinDate',
  'leftDate',
  'eventDate',
  'status',
  'subscribersCount',
  'unsubscribersCount',
  'first_name',
  'last_name',
  'username',
  ...utmNames.map((name) => `utm_${name}_id`),
] as const;

interface MemberRow {
  readonly user_id: string;
  readonly last_join_at: Date | null;
  readonly left_at: Date | null;
  readonly changed_at: Date;
  readonly status: string;
  readonly joined: number;
  readonly left: number;
  readonly first_name: string | null;
  readonly last_name: string | null;
  readonly username: string | null;
  readonly marks: Readonly<Record<string, string>> | null;
}

/** Subscribers by the date of their latest join or leave. `0` stands for what there is not. */
export async function selectMembers(
  pool: pg.Pool,
  { projectId, fromMs, toMs, after, offset }: PagedQuery,
  limit: number,
): Promise<PagedRow[]> {
  const { rows } = await pool.query<MemberRow>(
    `select s.user_id, s.last_join_at, s.left_at, greatest(s.last_join_at, s.left_at) as changed_at, s.status, s.first_name, s.last_name, s.username,
       t.marks, c.joined, c.left
     from (
       select * from subscribers
       where project_id = $1 and greatest(last_join_at, left_at) between $2 and $3
         and ($4::timestamptz is null or (greatest(last_join_at, left_at), user_id) > ($4, $5))
       order by greatest(last_join_at, left_at), user_id limit $6 offset $7
     ) as s
     left join touches t on t.project_id = $1 and t.touch_id = s.first_touch_id
     left join lateral (
       select count(*) filter (where e.effect in ('first_join', 'join'))::float8 as joined, count(*) filter (where e.effect = 'leave')::float8 as left
       from events e where e.project_id = $1 and e.user_id = s.user_id and e.effect is not null
     ) as c on true
     order by greatest(s.last_join_at, s.left_at), s.user_id`,
    [projectId, new Date(fromMs), new Date(toMs), after && new Date(after.atMs), after?.id ?? '', limit, offset],
  );
  return rows.map((row) => ({
    cells: [
      row.user_id,
      unixSeconds(row.last_join_at),
      unixSeconds(row.left_at),
      unixSeconds(row.changed_at),
      row.status === 'member' || row.status === 'resumed' ? 1 : 0,
      row.joined,
      row.left,
      row.first_name ?? '0',
      row.last_name ?? '0',
      row.username ?? '0',
      ...utmNames.map((name) => labelId(row.marks?.[`utm_${name}`])),
    ],
    place: { atMs: row.changed_at.getTime(), id: row.user_id },
  }));
}
