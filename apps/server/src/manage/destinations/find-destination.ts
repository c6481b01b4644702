import type { Selectable } from 'kysely';
import { type Static, Type } from 'typebox';
import type { DestinationsTable } from '../database-tables.ts';
import type { Manage } from '../dependencies.ts';
import { Uuid } from '../fields.ts';
import { notFound } from '../problem.ts';
import { projectParams, requireProject } from '../projects/find-project.ts';
import { countConversions } from './count-conversions.ts';
import { type Destination, shownDestination } from './destination-answer.ts';

export const destinationParams = Type.Object({ ...projectParams.properties, destination_id: Uuid });
type DestinationParams = Static<typeof destinationParams>;

export function selectDestinations({ db }: Manage, projectId: string) {
  return db.selectFrom('destinations').selectAll().where('project_id', '=', projectId).where('deleted_at', 'is', null);
}

/** Throws a 404 problem. */
export async function requireDestination(
  manage: Manage,
  { project_id, destination_id }: DestinationParams,
): Promise<Selectable<DestinationsTable>> {
  await requireProject(manage.db, project_id);
  const row = await selectDestinations(manage, project_id)
    .where('destination_id', '=', destination_id)
    .executeTakeFirst();
  if (row === undefined) throw notFound('destination', destination_id);
  return row;
}

export async function showDestination(manage: Manage, params: DestinationParams): Promise<Static<typeof Destination>> {
  const row = await requireDestination(manage, params);
  const counts = await countConversions(manage.db, row.project_id, [row.destination_id]);
  return shownDestination(manage, row, counts.get(row.destination_id) ?? new Map());
}
