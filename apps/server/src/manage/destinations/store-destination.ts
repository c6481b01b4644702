import type { Selectable, Updateable } from 'kysely';
import type { Static } from 'typebox';
import { freeDestination } from '../../delivery/index.ts';
import { accessEndsAt } from '../../destinations/access-ends.ts';
import type { Destination } from '../../destinations/destination.ts';
import { dropUnneededAddresses } from '../../directory/unneeded-addresses.ts';
import { uuidv7 } from '../../domain/uuid.ts';
import type { DestinationsTable } from '../database-tables.ts';
import type { Manage } from '../dependencies.ts';
import { invalid, refuseIfAny, type Violation } from '../problem.ts';
import { type DestinationChangeBody, type NewDestinationBody, onceDefault } from './destination-answer.ts';
import { type Goals, goalViolations, shownGoals } from './goals.ts';
import { mergeSettings, openSettings, type Settings, settingsViolations } from './settings.ts';

/** Stores a new destination and answers its id. Settings and goals are held to what the platform takes. */
export async function insertDestination(manage: Manage, projectId: string, body: NewDestinationBody): Promise<string> {
  const definition = definitionOf(manage, body.type);
  const settings = mergeSettings([], {}, body.settings);
  const goals = body.goals ?? {};
  refuseIfAny(violations(definition, settings, goals));
  const destinationId = uuidv7(manage.now());
  await manage.changeConfig(projectId, (tx) =>
    tx
      .insertInto('destinations')
      .values({
        project_id: projectId,
        destination_id: destinationId,
        type: body.type,
        name: body.name.trim(),
        settings_sealed: seal(manage, settings),
        access_ends_at: accessEndsAt(definition, settings),
        goals: JSON.stringify(goals),
        // What belongs to no ad system would get nothing as `own`.
        scope: body.scope ?? (definition.adSystem === null ? 'all' : 'own'),
        window_days: body.window_days ?? 21,
        once_per_subscriber: body.once_per_subscriber ?? onceDefault,
        state: 'active',
        state_reason: null,
        resume_at: null,
        created_at: new Date(manage.now()),
        deleted_at: null,
      })
      .execute(),
  );
  return destinationId;
}

/** Changes what is given. New settings set a destination free that waited for its owner. */
export async function changeDestination(
  manage: Manage,
  { project_id, destination_id }: { readonly project_id: string; readonly destination_id: string },
  body: DestinationChangeBody,
): Promise<void> {
  if (Object.keys(body).length === 0) return;
  await manage.changeConfig(project_id, async (tx, client) => {
    // Locked, since settings are merged: of two changes at once, the later one has to see the earlier one's.
    const known = await tx
      .selectFrom('destinations')
      .select(['type', 'settings_sealed', 'goals'])
      .where('project_id', '=', project_id)
      .where('destination_id', '=', destination_id)
      .forUpdate()
      .executeTakeFirstOrThrow();
    await tx
      .updateTable('destinations')
      .set(columnsOf(manage, known, body))
      .where('project_id', '=', project_id)
      .where('destination_id', '=', destination_id)
      .execute();
    if (body.settings === undefined) return;
    await freeDestination(client, { projectId: project_id, destinationId: destination_id }, manage.now());
    await dropUnneededAddresses(client, manage.directory, project_id);
  });
  if (body.settings !== undefined) manage.wakeDelivery();
}

function columnsOf(
  manage: Manage,
  known: Pick<Selectable<DestinationsTable>, 'type' | 'settings_sealed' | 'goals'>,
  { name, settings: given, goals, ...asTheyAre }: DestinationChangeBody,
): Updateable<DestinationsTable> {
  const definition = definitionOf(manage, known.type);
  const stored = openSettings(manage.sealer, known.settings_sealed) ?? {};
  const settings = given === undefined ? undefined : mergeSettings(definition.secrets, stored, given);
  // Goals are held to the settings that there will be, those that stand as well: a goal may be named by both.
  if (settings !== undefined) refuseIfAny(violations(definition, settings, goals ?? shownGoals(known.goals)));
  else if (goals !== undefined) refuseIfAny(goalViolations(definition, stored, goals));
  return {
    ...asTheyAre,
    ...(name === undefined ? {} : { name: name.trim() }),
    ...(settings === undefined
      ? {}
      : { settings_sealed: seal(manage, settings), access_ends_at: accessEndsAt(definition, settings) }),
    ...(goals === undefined ? {} : { goals: JSON.stringify(goals) }),
  };
}

/** Goals are looked at where the settings are in order: the platform reads them. */
function violations(definition: Destination, settings: Settings, goals: Static<typeof Goals>): Violation[] {
  const wrong = settingsViolations(definition, settings);
  return wrong.length > 0 ? wrong : goalViolations(definition, settings, goals);
}

function definitionOf({ destinations }: Manage, type: string): Destination {
  const definition = destinations.get(type);
  if (definition === undefined)
    throw invalid([{ field: 'type', expected: `one of ${[...destinations.keys()].join(', ')}` }]);
  return definition;
}

function seal({ sealer }: Manage, settings: Settings): Buffer {
  return sealer.seal(JSON.stringify(settings));
}
