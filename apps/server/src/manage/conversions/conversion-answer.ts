import { conversionStates } from '@otkuda/contract';
import type { Selectable } from 'kysely';
import { type Static, Type } from 'typebox';
import { causes } from '../../destinations/outgoing.ts';
import type { Database } from '../database.ts';
import type { ConversionsTable } from '../fact-tables.ts';
import { isoTime, isoTimeOrNull, Money, nullable, shownMoney, Time, Uuid } from '../fields.ts';

export const Conversion = Type.Object(
  {
    id: Uuid,
    event_id: nullable({ ...Uuid, description: 'null: a press of a tracking link' }),
    destination_id: Uuid,
    user_id: nullable(Type.String({ description: 'null: nobody is known yet' })),
    click_id: nullable(Uuid),
    cause: Type.Enum([...causes], { description: 'what happened' }),
    target: Type.String({ description: 'the goal in the ad system' }),
    happened_at: Time,
    value: nullable(Money),
    currency: Type.String(),
    id_kind: nullable(Type.String({ description: 'which identifier of the click the ad system gets' })),
    state: Type.Enum([...conversionStates]),
    reason: nullable(Type.String({ description: 'why it ended where it is' })),
    attempts: Type.Integer({ description: 'how often it was sent' }),
    due_at: nullable(Time),
    accepted_at: nullable(Time),
    confirmed_at: nullable(Time),
    response: nullable(Type.String({ description: 'what the ad system said of it' })),
    created_at: Time,
  },
  { title: 'Conversion' },
);

/** Without the identifier's value: it is a person's. */
export function selectConversions(db: Database, projectId: string) {
  return db
    .selectFrom('conversions')
    .select([
      'conversion_id',
      'event_id',
      'destination_id',
      'user_id',
      'click_id',
      'cause',
      'target',
      'happened_at',
      'value',
      'currency',
      'id_kind',
      'state',
      'reason',
      'attempts',
      'due_at',
      'accepted_at',
      'confirmed_at',
      'response',
      'created_at',
    ])
    .where('project_id', '=', projectId);
}

type ConversionRow = Omit<Selectable<ConversionsTable>, 'project_id' | 'deadline_at'>;

export function shownConversion(row: ConversionRow): Static<typeof Conversion> {
  return {
    id: row.conversion_id,
    event_id: row.event_id,
    destination_id: row.destination_id,
    user_id: row.user_id,
    click_id: row.click_id,
    cause: row.cause,
    target: row.target,
    happened_at: isoTime(row.happened_at),
    value: shownMoney(row.value),
    currency: row.currency,
    id_kind: row.id_kind,
    state: row.state,
    reason: row.reason,
    attempts: row.attempts,
    due_at: isoTimeOrNull(row.due_at),
    accepted_at: isoTimeOrNull(row.accepted_at),
    confirmed_at: isoTimeOrNull(row.confirmed_at),
    response: row.response,
    created_at: isoTime(row.created_at),
  };
}
