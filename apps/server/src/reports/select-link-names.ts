import type pg from 'pg';

/** Names of links by id, deleted ones too. */
export async function selectLinkNames(
  pool: pg.Pool,
  projectId: string,
  linkIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (linkIds.length === 0) return new Map();
  const { rows } = await pool.query<{ link_id: string; name: string }>(
    'select link_id, name from links where project_id = $1 and link_id = any($2::uuid[])',
    [projectId, linkIds],
  );
  return new Map(rows.map((row) => [row.link_id, row.name]));
}
