import { adSystems, type utmNames } from '@otkuda/contract';
import { type Static, type TSchema, Type } from 'typebox';

// Schemas of values that several resources share. `x-expected` ends the sentence "… was expected" in a problem.

export const ProjectId = Type.String({ pattern: '^[1-9][0-9]{0,17}$', 'x-expected': 'the id of a project' });

export const WorkspaceId = Type.String({ pattern: '^[1-9][0-9]{0,17}$', 'x-expected': 'the id of a workspace' });

export const Uuid = Type.String({
  format: 'uuid',
  pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$',
  'x-expected': 'an id such as 0198f1c2-7a3b-7c4d-8e5f-6a7b8c9d0e1f',
});

export const Time = Type.String({
  format: 'date-time',
  // The format allows leap seconds, which dates of JavaScript do not know.
  pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-5][0-9]',
  'x-expected': 'an ISO 8601 time with its zone, such as 2026-01-31T12:00:00Z',
});

export const Money = Type.String({ pattern: '^-?[0-9]+(\\.[0-9]+)?$', description: 'a decimal string' });

export const UserId = Type.String({ minLength: 1, maxLength: 64, 'x-expected': 'the id of a user' });

export const AdSystemName = Type.Enum([...adSystems]);

/** What people read, in the languages of the dashboard. */
export const Text = Type.Object({ ru: Type.String(), en: Type.String() }, { title: 'Text' });

/** The same schema, or null. */
export function nullable<S extends TSchema>(schema: S) {
  return Type.Unsafe<Static<S> | null>(withNull(schema));
}

function withNull(schema: object): object {
  if ('enum' in schema && Array.isArray(schema.enum)) return { ...schema, enum: [...schema.enum, null] };
  if ('type' in schema && typeof schema.type === 'string' && schema.type !== 'object') {
    return { ...schema, type: [schema.type, 'null'] };
  }
  return { anyOf: [schema, { type: 'null' }] };
}

/** An object with names of the caller's own. */
export function recordOf<S extends TSchema>(value: S, names: TSchema, options: object = {}) {
  const schema = { type: 'object', propertyNames: names, additionalProperties: value, ...options };
  return Type.Unsafe<Record<string, Static<S>>>(schema);
}

export const GoalName = Type.String({
  minLength: 1,
  maxLength: 128,
  pattern: '\\S',
  'x-expected': 'the name of a goal (1 to 128 characters)',
});

/** Goals by the type of the event that means them. */
export const goalsByEvent = recordOf(
  GoalName,
  Type.String({ minLength: 1, maxLength: 128, 'x-expected': 'the type of an event (1 to 128 characters)' }),
  { maxProperties: 200, 'x-expected': 'an object of at most 200 goals by type of event' },
);

const mark = Type.String({ maxLength: 512, 'x-expected': 'text of at most 512 characters' });

/** The five UTM marks as a caller gives them. */
export const UtmGiven = Type.Object(
  {
    source: Type.Optional(nullable(mark)),
    medium: Type.Optional(nullable(mark)),
    campaign: Type.Optional(nullable(mark)),
    content: Type.Optional(nullable(mark)),
    term: Type.Optional(nullable(mark)),
  },
  { additionalProperties: false, title: 'UtmGiven' },
);

/** The five UTM marks as they are shown. */
export const Utm = Type.Object(
  {
    source: nullable(mark),
    medium: nullable(mark),
    campaign: nullable(mark),
    content: nullable(mark),
    term: nullable(mark),
  },
  { title: 'Utm' },
);

type MarkColumns = { readonly [Name in `utm_${(typeof utmNames)[number]}`]?: string | null };

/** `utm_source` and so on, of a row or of a click's marks, as they are shown. */
export function shownUtm(columns: MarkColumns): Static<typeof Utm> {
  return {
    source: columns.utm_source ?? null,
    medium: columns.utm_medium ?? null,
    campaign: columns.utm_campaign ?? null,
    content: columns.utm_content ?? null,
    term: columns.utm_term ?? null,
  };
}

export function isoTime(at: Date): string {
  return at.toISOString();
}

export function isoTimeOrNull(at: Date | null): string | null {
  return at === null ? null : at.toISOString();
}

/** `1500.000000` → `1500`: sums as the compatible API writes them. */
export function shownMoney(sum: string | null): string | null {
  if (sum === null || !sum.includes('.')) return sum;
  return sum.replace(/\.?0+$/, '');
}
