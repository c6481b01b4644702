import {
  bigintArray,
  integerArray,
  jsonArray,
  plainArray,
  smallintArray,
  textArray,
  timeArray,
  uuidArray,
} from '../../database/array-values.ts';
import { statement } from '../../database/statement.ts';
import type { Batch, Transaction } from '../batch.ts';

/** Stores the facts with the touch of this moment: later touches never change a stored event. */
const insertEvents = statement(
  'insert_events',
  `insert into events (project_id, event_id, user_id, happened_at, kind, type, target, result, amount, labels, touch_id, source_id,
     arrival, effect, presence, start_value, request_id, label_set_id)
   select * from unnest($1::bigint[], $2::uuid[], $3::text[], $4::timestamptz[], $5::text[], $6::text[], $7::text[], $8::text[],
     $9::numeric[], $10::jsonb[], $11::uuid[], $12::uuid[], $13::integer[], $14::text[], $15::smallint[], $16::text[], $17::uuid[], $18::uuid[])`,
);

/** What is counted for a stored fact may change when an older one arrives after it; its touch does not. */
const reweighEvents = statement(
  'reweigh_events',
  `update events set effect = known.effect, presence = known.presence
   from unnest($1::bigint[], $2::uuid[], $3::text[], $4::smallint[]) as known (project_id, event_id, effect, presence)
   where events.project_id = known.project_id and events.event_id = known.event_id`,
);

/** A start that a constructor told again with its value: the stored event is given what it lacked. */
const retouchEvents = statement(
  'retouch_events',
  `update events set touch_id = known.touch_id, source_id = known.source_id, start_value = known.start_value
   from unnest($1::bigint[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[]) as known (project_id, event_id, touch_id, source_id, start_value)
   where events.project_id = known.project_id and events.event_id = known.event_id`,
);

export function recordEvents(batch: Batch, tx: Transaction): void {
  const { events } = batch;
  if (events.length > 0) {
    tx.write(insertEvents, [
      bigintArray(events.map((e) => e.projectId)),
      uuidArray(events.map((e) => e.eventId)),
      textArray(events.map((e) => e.userId)),
      timeArray(events.map((e) => e.happenedMs)),
      textArray(events.map((e) => e.kind)),
      textArray(events.map((e) => e.type)),
      textArray(events.map((e) => e.target)),
      textArray(events.map((e) => e.result)),
      plainArray(events.map((e) => e.amount)),
      jsonArray(events.map((e) => e.labels)),
      uuidArray(events.map((e) => e.touchId)),
      uuidArray(events.map((e) => e.sourceId)),
      integerArray(events.map((e) => e.fact?.arrival)),
      textArray(events.map((e) => e.fact?.effect.counts)),
      smallintArray(events.map((e) => e.fact?.effect.presence ?? 0)),
      textArray(events.map((e) => e.startValue)),
      uuidArray(events.map((e) => e.requestId)),
      uuidArray(events.map((e) => e.labelSetId)),
    ]);
  }
  const retouched = [...batch.retouched.values()];
  if (retouched.length > 0) {
    tx.write(retouchEvents, [
      bigintArray(retouched.map((one) => one.projectId)),
      uuidArray(retouched.map((one) => one.fact.eventId)),
      uuidArray(retouched.map((one) => one.fact.touchId)),
      uuidArray(retouched.map((one) => one.fact.sourceId)),
      textArray(retouched.map((one) => one.fact.startValue)),
    ]);
  }
  const changed = [...batch.reweighed.values()];
  if (changed.length === 0) return;
  tx.write(reweighEvents, [
    bigintArray(changed.map((one) => one.projectId)),
    uuidArray(changed.map((one) => one.fact.eventId)),
    textArray(changed.map((one) => one.fact.effect.counts)),
    smallintArray(changed.map((one) => one.fact.effect.presence)),
  ]);
}
