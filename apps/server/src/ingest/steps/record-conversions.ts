import { bigint, jsonb, numeric, Rows, text, timestamptz, uuid } from '../../database/parameter-rows.ts';
import { statement } from '../../database/statement.ts';
import type { Batch, Transaction } from '../batch.ts';
import type { ConversionRow } from '../rows.ts';

const outbox = new Rows<ConversionRow, Batch>({
  project_id: bigint((r) => r.projectId),
  conversion_id: uuid((r) => r.conversionId),
  destination_id: uuid((r) => r.destinationId),
  event_id: uuid((r) => r.eventId),
  user_id: text((r) => r.userId),
  cause: text((r) => r.cause),
  target: text((r) => r.target),
  event_type: text((r) => r.eventType),
  result: text((r) => r.result),
  happened_at: timestamptz((r) => r.happenedMs),
  value: numeric((r) => r.value),
  currency: text((r) => r.currency),
  id_kind: text((r) => r.identity?.kind),
  identifiers: jsonb((r) => r.identity?.ids),
  click_id: uuid((r) => r.clickId),
  clicked_at: timestamptz((r) => r.clickedMs),
  once_key: text((r) => r.onceKey),
  state: text((r) => r.state),
  reason: text((r) => r.reason),
  due_at: timestamptz((r) => r.dueMs),
  deadline_at: timestamptz((r) => r.deadlineMs),
  created_at: timestamptz((_row, batch) => batch.nowMs),
});

/**
 * Puts the conversions into the outbox. What may be told once per subscriber and was told (or waits to be) is left out by the
 * unique key, also when two processes store it at once.
 */
const insertConversions = statement(
  'insert_conversions',
  `insert into conversions (${outbox.names}) ${outbox.select}
   order by project_id, destination_id, once_key
   on conflict (project_id, destination_id, once_key) where once_key is not null do nothing`,
);

const left = new Rows<Batch['leaves'][number]>({
  project_id: bigint((l) => l.projectId),
  user_id: text((l) => l.userId),
  left_at: timestamptz((l) => l.leftMs),
});

/**
 * Goals "stayed" of people who left before their time. Before the new ones are stored: somebody who comes back within the same batch
 * has a place for the goal of the new join. What is being sent at this moment goes out.
 */
const cancelStays = statement(
  'cancel_stays',
  `update conversions c set state = 'skipped', reason = 'left_early', once_key = null, due_at = null
   from (${left.select}) as l, events e
   where c.project_id = l.project_id and c.user_id = l.user_id and c.cause = 'stay' and c.state = 'pending' and c.batch_id is null
     and c.happened_at > l.left_at and e.project_id = c.project_id and e.event_id = c.event_id and e.happened_at <= l.left_at`,
);

export function recordConversions(batch: Batch, tx: Transaction): void {
  const { leaves, conversions } = batch;
  if (leaves.length > 0) tx.write(cancelStays, left.values(leaves));
  if (conversions.length > 0) tx.write(insertConversions, outbox.values(conversions, batch));
}
