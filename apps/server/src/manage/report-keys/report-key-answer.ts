import type { Selectable } from 'kysely';
import { type Static, Type } from 'typebox';
import type { ReportKeysTable } from '../database-tables.ts';
import { isoTime, isoTimeOrNull, nullable, Time, Uuid } from '../fields.ts';

export const ReportKey = Type.Object(
  {
    id: Uuid,
    key_hint: Type.String({ description: 'the end of the key' }),
    key: Type.Optional(Type.String({ description: 'the whole key: when it is made, and where `reveal` asks for it' })),
    revoked_at: nullable(Time),
    created_at: Time,
  },
  { title: 'ReportKey' },
);

/** `secret`: the whole key, where it is to be shown. */
export function shownReportKey(row: Selectable<ReportKeysTable>, secret?: string): Static<typeof ReportKey> {
  return {
    id: row.key_id,
    key_hint: `otr_…${row.hint}`,
    ...(secret === undefined ? {} : { key: secret }),
    revoked_at: isoTimeOrNull(row.revoked_at),
    created_at: isoTime(row.created_at),
  };
}
