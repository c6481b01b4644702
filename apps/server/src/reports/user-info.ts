import type pg from 'pg';

/** Who a subscriber is and where they first came from. Dates are Unix seconds, 0 where there is none. */
export interface UserInfo {
  readonly user_id: string;
  readonly first_join_date: number;
  readonly last_join_date: number;
  /** Name of the link of the first touch; '' for organic. */
  readonly invite_link: string;
  readonly left_date: number;
  readonly first_name: string;
  readonly last_name: string;
  readonly username: string;
  readonly utm_source?: string;
  readonly utm_medium?: string;
  readonly utm_campaign?: string;
  readonly utm_content?: string;
  readonly utm_term?: string;
}

/** Whose facts are reported, and whose links they name: a sandbox twin has none of its own. */
export interface ReportedProject {
  readonly projectId: string;
  readonly originalId: string;
}

/** One row by the primary key, whatever the size of the audience. Null for a user never seen. */
export async function selectUserInfo(
  pool: pg.Pool,
  { projectId, originalId }: ReportedProject,
  userId: string,
): Promise<UserInfo | null> {
  const found = await pool.query<{
    first_name: string | null;
    last_name: string | null;
    username: string | null;
    first_join_at: Date | null;
    last_join_at: Date | null;
    left_at: Date | null;
    link_id: string | null;
    link_name: string | null;
    marks: Readonly<Record<string, string>> | null;
  }>({
    name: 'select_user_info',
    text: `select s.first_name, s.last_name, s.username, s.first_join_at, s.last_join_at, s.left_at, t.link_id, l.name as link_name, t.marks
           from subscribers s
           left join touches t on t.project_id = s.project_id and t.touch_id = s.first_touch_id
           left join links l on l.project_id = t.project_id and l.link_id = t.link_id
           where s.project_id = $1 and s.user_id = $2`,
    values: [projectId, userId],
  });
  const row = found.rows[0];
  if (row === undefined) return null;
  return {
    user_id: userId,
    first_join_date: unixSeconds(row.first_join_at),
    last_join_date: unixSeconds(row.last_join_at),
    invite_link: row.link_name ?? (await selectLinkName(pool, originalId, row.link_id)),
    left_date: unixSeconds(row.left_at),
    first_name: row.first_name ?? '',
    last_name: row.last_name ?? '',
    username: row.username ?? '',
    ...utmMarks(row.marks ?? {}),
  };
}

/** The name of a link of another project than the facts' own: a query of its own, since the two may lie on different machines. */
export async function selectLinkName(pool: pg.Pool, originalId: string, linkId: string | null): Promise<string> {
  if (linkId === null) return '';
  const found = await pool.query<{ name: string }>('select name from links where project_id = $1 and link_id = $2', [
    originalId,
    linkId,
  ]);
  return found.rows[0]?.name ?? '';
}

export function unixSeconds(at: Date | null): number {
  return at === null ? 0 : Math.floor(at.getTime() / 1000);
}

export function utmMarks(marks: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    ['utm_source', 'utm_medium', 'utm_campaign', 'utm_content', 'utm_term'].flatMap((name) => {
      const mark = marks[name];
      return mark === undefined ? [] : [[name, mark]];
    }),
  );
}
