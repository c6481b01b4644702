import { eventResults } from '@otkuda/contract';
import type { Selectable } from 'kysely';
import { type Static, Type } from 'typebox';
import type { EventsTable } from '../fact-tables.ts';
import { isoTime, Money, nullable, shownMoney, Time, Uuid } from '../fields.ts';
import { Touch, type TouchesById } from '../touches.ts';

export const Event = Type.Object(
  {
    id: Uuid,
    at: Time,
    type: Type.String({
      description: 'event_type of add_event; else start, stop, resume, join, leave, goal (with `target`) or refund',
    }),
    user_id: nullable(Type.String({ description: 'null: a start of which the sender did not say who it was' })),
    result: nullable(Type.Enum([...eventResults])),
    amount: nullable({ ...Money, description: 'positive: revenue; negative: a cost, or a refund' }),
    labels: nullable(Type.Array(Type.Object({ name: Type.String(), value: Type.String() }))),
    target: nullable(Type.String({ description: 'the goal that the caller named' })),
    touch: nullable({ ...Touch, description: 'what the event is attributed to, as it was when it was stored' }),
    start_value: nullable(Type.String()),
    counted: nullable(
      Type.Enum(['first_join', 'join', 'leave', 'return'], { description: 'what is counted for it; null: nothing' }),
    ),
    ignored: Type.Boolean({ description: 'a fact about membership that changed nothing, such as a repeated start' }),
  },
  { title: 'Event' },
);

export function shownEvent(row: Selectable<EventsTable>, touches: TouchesById): Static<typeof Event> {
  return {
    id: row.event_id,
    at: isoTime(row.happened_at),
    type: row.kind === 'event' ? (row.type ?? 'event') : row.kind,
    user_id: row.user_id,
    result: row.result,
    amount: shownMoney(row.amount),
    labels: row.labels,
    target: row.target,
    touch: row.touch_id === null ? null : (touches.get(row.touch_id) ?? null),
    start_value: row.start_value,
    counted: row.effect,
    ignored: row.arrival !== null && row.effect === null,
  };
}
