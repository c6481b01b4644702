import { conversionStates } from '@otkuda/contract';
import type { Selectable } from 'kysely';
import { type Static, Type } from 'typebox';
import type { DestinationsTable } from '../database-tables.ts';
import type { Manage } from '../dependencies.ts';
import { isoTime, isoTimeOrNull, nullable, Time, Uuid } from '../fields.ts';
import type { ConversionCounts } from './count-conversions.ts';
import { Goals, shownGoals } from './goals.ts';
import { maskSettings, openSettings } from './settings.ts';

/** What may be told once per subscriber. */
const onceNames = ['start', 'join', 'press', 'open', 'stay', 'leave'] as const;
export const onceDefault = ['start', 'join', 'stay'];

const Settings = Type.Unsafe<Record<string, unknown>>({ type: 'object', additionalProperties: true });

const counts = Object.fromEntries(conversionStates.map((state) => [state, Type.Integer()]));

export const Destination = Type.Object(
  {
    id: Uuid,
    type: Type.String(),
    name: Type.String(),
    settings: nullable({
      ...Settings,
      description:
        'Secrets are masked: only their last 4 characters are shown. null: they cannot be read, give them anew.',
    }),
    goals: Goals,
    scope: Type.Enum(['own', 'all']),
    window_days: Type.Integer(),
    once_per_subscriber: Type.Array(Type.String()),
    state: Type.Enum(['active', 'paused', 'needs_owner']),
    reason: nullable(Type.String({ description: 'why it waits for its owner' })),
    resume_at: nullable({ ...Time, description: 'it rests until then: a quota is used up, or calls keep failing' }),
    counts: Type.Object(counts, { description: 'conversions by state', title: 'ConversionCounts' }),
    created_at: Time,
  },
  { title: 'Destination' },
);

const name = Type.String({ pattern: '\\S', maxLength: 100, 'x-expected': 'a name of 1 to 100 characters' });

/** Bodies depend on which types there are. */
export function destinationBodies({ destinations }: Pick<Manage, 'destinations'>) {
  const fields = [...destinations.values()].map(
    ({ type, settings }) => `\`${type}\`: ${Object.keys(settings.properties).join(', ')}`,
  );
  const given = {
    goals: Type.Optional(Goals),
    scope: Type.Optional(
      Type.Enum(['own', 'all'], {
        description: '`own`: clicks of its ad system; `all`: everybody, the default where it has none',
      }),
    ),
    window_days: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 365, default: 21, description: 'Goals count so long after the click' }),
    ),
    once_per_subscriber: Type.Optional(
      Type.Array(Type.Enum([...onceNames]), { uniqueItems: true, default: onceDefault }),
    ),
  };
  return {
    NewDestination: Type.Object(
      {
        type: Type.Enum([...destinations.keys()]),
        name,
        settings: { ...Settings, description: `By type: ${fields.join('; ')}. See GET /destination-types.` },
        ...given,
      },
      { additionalProperties: false, title: 'NewDestination' },
    ),
    DestinationChange: Type.Object(
      {
        name: Type.Optional(name),
        settings: Type.Optional({
          ...Settings,
          description:
            'Fields that are left out stay as they are, and so does a secret that comes back masked; null takes a field away.',
        }),
        ...given,
      },
      { additionalProperties: false, title: 'DestinationChange' },
    ),
  };
}

export type NewDestinationBody = Static<ReturnType<typeof destinationBodies>['NewDestination']>;
export type DestinationChangeBody = Static<ReturnType<typeof destinationBodies>['DestinationChange']>;

export function shownDestination(
  { destinations, sealer }: Manage,
  row: Selectable<DestinationsTable>,
  counted: ConversionCounts,
): Static<typeof Destination> {
  const settings = openSettings(sealer, row.settings_sealed);
  const secrets = destinations.get(row.type)?.secrets;
  return {
    id: row.destination_id,
    type: row.type,
    name: row.name,
    // Nobody knows which fields of a type unknown to this program are secret.
    settings: settings === null || secrets === undefined ? null : maskSettings(secrets, settings),
    goals: shownGoals(row.goals),
    scope: row.scope,
    window_days: row.window_days,
    once_per_subscriber: row.once_per_subscriber,
    state: row.state,
    reason: row.state_reason,
    resume_at: isoTimeOrNull(row.resume_at),
    counts: Object.fromEntries(conversionStates.map((state) => [state, counted.get(state) ?? 0])),
    created_at: isoTime(row.created_at),
  };
}
