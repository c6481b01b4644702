import { keyModes } from '@otkuda/contract';
import type { Selectable } from 'kysely';
import { type Static, Type } from 'typebox';
import type { KeysTable } from '../database-tables.ts';
import { isoTime, isoTimeOrNull, nullable, Time, Uuid } from '../fields.ts';

export const limitsDefault = { per_second: 3, per_hour: 500, per_day: 5000 } as const;

const limit = Type.Integer({ minimum: 0, maximum: 1_000_000_000, 'x-expected': 'a whole number; 0 is unlimited' });

export const NewKey = Type.Object(
  {
    mode: Type.Optional(Type.Enum([...keyModes], { default: 'production' })),
    expires_at: Type.Optional(
      nullable({ ...Time, description: 'calls answer 402 from then on; a past time is taken too' }),
    ),
    limits: Type.Optional(
      Type.Object(
        { per_second: Type.Optional(limit), per_hour: Type.Optional(limit), per_day: Type.Optional(limit) },
        { additionalProperties: false, description: '3, 500 and 5000 unless told; 0 is unlimited' },
      ),
    ),
    always_200: Type.Optional(
      Type.Boolean({
        default: false,
        description: 'Errors are answered with HTTP 200 too, for senders that stop at others',
      }),
    ),
  },
  { additionalProperties: false, title: 'NewKey', examples: [{ mode: 'sandbox' }] },
);

export const Key = Type.Object(
  {
    id: Uuid,
    mode: Type.Enum([...keyModes]),
    key_hint: Type.String({ description: 'the end of the key, such as otk_…abcd' }),
    key: Type.Optional(Type.String({ description: 'The whole key: when it is made, and where `reveal` asks for it.' })),
    limits: Type.Object({ per_second: Type.Integer(), per_hour: Type.Integer(), per_day: Type.Integer() }),
    always_200: Type.Boolean(),
    expires_at: nullable(Time),
    revoked_at: nullable(Time),
    created_at: Time,
  },
  { title: 'Key' },
);

/** `secret`: the whole key, where it is to be shown. */
export function shownKey(row: Selectable<KeysTable>, secret?: string): Static<typeof Key> {
  return {
    id: row.key_id,
    mode: row.mode,
    key_hint: `otk_…${row.hint}`,
    ...(secret === undefined ? {} : { key: secret }),
    limits: { per_second: row.per_second, per_hour: row.per_hour, per_day: row.per_day },
    always_200: row.always_200,
    expires_at: isoTimeOrNull(row.expires_at),
    revoked_at: isoTimeOrNull(row.revoked_at),
    created_at: isoTime(row.created_at),
  };
}
