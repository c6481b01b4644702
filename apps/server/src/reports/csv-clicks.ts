import { utmNames } from '@otkuda/contract';
import type pg from 'pg';
import { isUuid, uuidFloor } from '../domain/uuid.ts';
import { type PagedQuery, type PagedRow, unixSeconds } from './csv-pages.ts';
import { labelId } from './label-id.ts';

export const clickColumns = [
  'mxUserID',
  'date',
  'clickID',
  'linkID',
  ...utmNames.map((name) => `utm_${name}_id`),
] as const;

interface ClickRow {
  readonly click_id: string;
  readonly clicked_at: Date;
  readonly code: string | null;
  readonly user_id: string | null;
  readonly marks: Readonly<Record<string, string>>;
}

/** People's clicks, each with who came by it; 0 as long as nobody did. By the time of their ids, so one partition after the other. */
export async function selectClicks(
  pool: pg.Pool,
  { projectId, fromMs, toMs, after, offset }: PagedQuery,
  limit: number,
): Promise<PagedRow[]> {
  const { rows } = await pool.query<ClickRow>(
    `select c.click_id, c.clicked_at, c.marks, l.code, t.user_id
     from (
       select * from clicks
       where project_id = $1 and click_id >= $2 and click_id < $3 and machine is null and ($4::uuid is null or click_id > $4)
       order by click_id limit $5 offset $6
     ) as c
     left join links l on l.project_id = $1 and l.link_id = c.link_id
     left join lateral (
       select user_id from touches where project_id = $1 and click_id = c.click_id and user_id is not null order by touched_at limit 1
     ) as t on true
     order by c.click_id`,
    [
      projectId,
      uuidFloor(Math.max(fromMs, 0)),
      uuidFloor(toMs + 1_000),
      after !== null && isUuid(after.id) ? after.id : null,
      limit,
      offset,
    ],
  );
  return rows.map((row) => ({
    cells: [
      row.user_id ?? 0,
      unixSeconds(row.clicked_at),
      row.click_id,
      row.code ?? 0,
      ...utmNames.map((name) => labelId(row.marks[`utm_${name}`])),
    ],
    place: { atMs: row.clicked_at.getTime(), id: row.click_id },
  }));
}
