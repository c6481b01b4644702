import type { ConversionState } from '@otkuda/contract';
import type { Database } from '../database.ts';

export type ConversionCounts = ReadonlyMap<ConversionState, number>;

/** Conversions of each destination by state. */
export async function countConversions(
  db: Database,
  projectId: string,
  destinationIds: readonly string[],
): Promise<ReadonlyMap<string, ConversionCounts>> {
  const counts = new Map<string, Map<ConversionState, number>>(destinationIds.map((id) => [id, new Map()]));
  if (destinationIds.length === 0) return counts;
  const rows = await db
    .selectFrom('conversions')
    .select((eb) => ['destination_id', 'state', eb.fn.countAll<string>().as('rows')])
    .where('project_id', '=', projectId)
    .where('destination_id', 'in', destinationIds)
    .groupBy(['destination_id', 'state'])
    .execute();
  for (const { destination_id, state, rows: count } of rows) counts.get(destination_id)?.set(state, Number(count));
  return counts;
}
