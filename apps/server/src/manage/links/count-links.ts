import type { Database } from '../database.ts';
import type { LinkCounts } from './link-answer.ts';

/** What came by each link so far, over all sources that it is part of. Links that nothing came by are left out. */
export async function countLinks(
  db: Database,
  projectId: string,
  linkIds: readonly string[],
): Promise<ReadonlyMap<string, LinkCounts>> {
  if (linkIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('sources')
    .innerJoin('rollups', (join) =>
      join.onRef('rollups.project_id', '=', 'sources.project_id').onRef('rollups.source_id', '=', 'sources.source_id'),
    )
    .select((eb) => [
      'sources.link_id',
      eb.fn.sum<string>('clicks').as('clicks'),
      eb.fn.sum<string>('machine_clicks').as('machine_clicks'),
      eb.fn.sum<string>('starts').as('starts'),
      eb.fn.sum<string>('joins').as('joins'),
      eb.fn.sum<string>('leaves').as('leaves'),
    ])
    .where('sources.project_id', '=', projectId)
    .where('sources.link_id', 'in', linkIds)
    .groupBy('sources.link_id')
    .execute();
  return new Map(
    rows.map(({ link_id, ...sums }) => [
      link_id ?? '',
      {
        clicks: Number(sums.clicks),
        machine_clicks: Number(sums.machine_clicks),
        starts: Number(sums.starts),
        joins: Number(sums.joins),
        leaves: Number(sums.leaves),
      },
    ]),
  );
}
