import {
  bigint,
  integer,
  jsonb,
  numeric,
  Rows,
  smallint,
  text,
  timestamptz,
  uuid,
} from '../../database/parameter-rows.ts';
import { statement } from '../../database/statement.ts';
import type { Batch, Transaction } from '../batch.ts';
import type { EventRow, StoredFact } from '../rows.ts';

const newEvents = new Rows<EventRow>({
  project_id: bigint((e) => e.projectId),
  event_id: uuid((e) => e.eventId),
  user_id: text((e) => e.userId),
  happened_at: timestamptz((e) => e.happenedMs),
  kind: text((e) => e.kind),
  type: text((e) => e.type),
  target: text((e) => e.target),
  result: text((e) => e.result),
  amount: numeric((e) => e.amount),
  labels: jsonb((e) => e.labels),
  touch_id: uuid((e) => e.touchId),
  source_id: uuid((e) => e.sourceId),
  arrival: integer((e) => e.fact?.arrival),
  effect: text((e) => e.fact?.effect.counts),
  presence: smallint((e) => e.fact?.effect.presence ?? 0),
  start_value: text((e) => e.startValue),
  request_id: uuid((e) => e.requestId),
  label_set_id: uuid((e) => e.labelSetId),
});

/** Stores the facts with the touch of this moment: later touches never change a stored event. */
const insertEvents = statement('insert_events', `insert into events (${newEvents.names}) ${newEvents.select}`);

interface ChangedEvent {
  readonly projectId: string;
  readonly fact: StoredFact;
}

const reweighed = new Rows<ChangedEvent>({
  project_id: bigint((one) => one.projectId),
  event_id: uuid((one) => one.fact.eventId),
  effect: text((one) => one.fact.effect.counts),
  presence: smallint((one) => one.fact.effect.presence),
});

/** What is counted for a stored fact may change when an older one arrives after it; its touch does not. */
const reweighEvents = statement(
  'reweigh_events',
  `update events set effect = known.effect, presence = known.presence from (${reweighed.select}) as known
   where events.project_id = known.project_id and events.event_id = known.event_id`,
);

const retouched = new Rows<ChangedEvent>({
  project_id: bigint((one) => one.projectId),
  event_id: uuid((one) => one.fact.eventId),
  touch_id: uuid((one) => one.fact.touchId),
  source_id: uuid((one) => one.fact.sourceId),
  start_value: text((one) => one.fact.startValue),
});

/** A start that a constructor told again with its value: the stored event is given what it lacked. */
const retouchEvents = statement(
  'retouch_events',
  `update events set touch_id = known.touch_id, source_id = known.source_id, start_value = known.start_value
   from (${retouched.select}) as known
   where events.project_id = known.project_id and events.event_id = known.event_id`,
);

export function recordEvents(batch: Batch, tx: Transaction): void {
  const { events } = batch;
  if (events.length > 0) tx.write(insertEvents, newEvents.values(events));
  if (batch.retouched.size > 0) tx.write(retouchEvents, retouched.values([...batch.retouched.values()]));
  if (batch.reweighed.size > 0) tx.write(reweighEvents, reweighed.values([...batch.reweighed.values()]));
}
