import { conversionStates } from '@otkuda/contract';
import { type Static, Type } from 'typebox';
import type { Database } from '../database.ts';
import { nullable } from '../fields.ts';
import { Touch, touchesById } from '../touches.ts';

/** What became of a call, in short: enough to tell it in a sentence. */
export const RequestOutline = Type.Object(
  {
    type: Type.String({ description: 'as `type` of an event' }),
    target: nullable(Type.String()),
    touch: nullable(Touch),
    conversions: Type.Array(
      Type.Object({ destination: Type.String(), target: Type.String(), state: Type.Enum([...conversionStates]) }),
      { description: 'what was or will be told to ad systems, with the name of each destination' },
    ),
  },
  { title: 'RequestOutline' },
);
export type RequestOutline = Static<typeof RequestOutline>;

/** Outlines of a page of the request log, by event: two look-ups for the whole page. */
export async function outlinesOf(
  db: Database,
  projectId: string,
  eventIds: readonly string[],
): Promise<ReadonlyMap<string, RequestOutline>> {
  if (eventIds.length === 0) return new Map();
  const events = await db
    .selectFrom('events')
    .select(['event_id', 'kind', 'type', 'target', 'touch_id'])
    .where('project_id', '=', projectId)
    .where('event_id', 'in', eventIds)
    .execute();
  const conversions = await db
    .selectFrom('conversions as c')
    .innerJoin('destinations as d', (join) =>
      join.onRef('d.project_id', '=', 'c.project_id').onRef('d.destination_id', '=', 'c.destination_id'),
    )
    .select(['c.event_id', 'c.target', 'c.state', 'd.name as destination'])
    .where('c.project_id', '=', projectId)
    .where('c.event_id', 'in', eventIds)
    .orderBy('c.conversion_id')
    .execute();
  const touches = await touchesById(
    db,
    projectId,
    events.map(({ touch_id }) => touch_id),
  );
  return new Map(
    events.map(({ event_id, kind, type, target, touch_id }) => [
      event_id,
      {
        type: kind === 'event' ? (type ?? 'event') : kind,
        target,
        touch: touch_id === null ? null : (touches.get(touch_id) ?? null),
        conversions: conversions
          .filter((conversion) => conversion.event_id === event_id)
          .map(({ destination, target: goal, state }) => ({ destination, target: goal, state })),
      },
    ]),
  );
}
