import { bigintArray, jsonArray, plainArray, textArray, timeArray, uuidArray } from '../../database/array-values.ts';
import { statement } from '../../database/statement.ts';
import type { Batch, Transaction } from '../batch.ts';

/**
 * Puts the conversions into the outbox. What may be told once per subscriber and was told (or waits to be) is left out by the
 * unique key, also when two processes store it at once.
 */
const insertConversions = statement(
  'insert_conversions',
  `insert into conversions (project_id, conversion_id, destination_id, event_id, user_id, cause, target, event_type, result,
     happened_at, value, currency, id_kind, identifiers, click_id, clicked_at, once_key, state, reason, due_at, deadline_at, created_at)
   select * from unnest($1::bigint[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
     $10::timestamptz[], $11::numeric[], $12::text[], $13::text[], $14::jsonb[], $15::uuid[], $16::timestamptz[], $17::text[], $18::text[],
     $19::text[], $20::timestamptz[], $21::timestamptz[], $22::timestamptz[])
   order by 1, 3, 17
   on conflict (project_id, destination_id, once_key) where once_key is not null do nothing`,
);

/**
 * Goals "stayed" of people who left before their time. Before the new ones are stored: somebody who comes back within the same batch
 * has a place for the goal of the new join. What is being sent at this moment goes out.
 */
const cancelStays = statement(
  'cancel_stays',
  `update conversions c set state = 'skipped', reason = 'left_early', once_key = null, due_at = null
   from unnest($1::bigint[], $2::text[], $3::timestamptz[]) as l (project_id, user_id, left_at), events e
   where c.project_id = l.project_id and c.user_id = l.user_id and c.cause = 'stay' and c.state = 'pending' and c.batch_id is null
     and c.happened_at > l.left_at and e.project_id = c.project_id and e.event_id = c.event_id and e.happened_at <= l.left_at`,
);

export function recordConversions(batch: Batch, tx: Transaction): void {
  const { leaves } = batch;
  if (leaves.length > 0) {
    tx.write(cancelStays, [
      bigintArray(leaves.map((l) => l.projectId)),
      textArray(leaves.map((l) => l.userId)),
      timeArray(leaves.map((l) => l.leftMs)),
    ]);
  }
  const rows = batch.conversions;
  if (rows.length === 0) return;
  tx.write(insertConversions, [
    bigintArray(rows.map((r) => r.projectId)),
    uuidArray(rows.map((r) => r.conversionId)),
    uuidArray(rows.map((r) => r.destinationId)),
    uuidArray(rows.map((r) => r.eventId)),
    textArray(rows.map((r) => r.userId)),
    textArray(rows.map((r) => r.cause)),
    textArray(rows.map((r) => r.target)),
    textArray(rows.map((r) => r.eventType)),
    textArray(rows.map((r) => r.result)),
    timeArray(rows.map((r) => r.happenedMs)),
    plainArray(rows.map((r) => r.value)),
    textArray(rows.map((r) => r.currency)),
    textArray(rows.map((r) => r.identity?.kind)),
    jsonArray(rows.map((r) => r.identity?.ids)),
    uuidArray(rows.map((r) => r.clickId)),
    timeArray(rows.map((r) => r.clickedMs)),
    textArray(rows.map((r) => r.onceKey)),
    textArray(rows.map((r) => r.state)),
    textArray(rows.map((r) => r.reason)),
    timeArray(rows.map((r) => r.dueMs)),
    timeArray(rows.map((r) => r.deadlineMs)),
    timeArray(rows.map(() => batch.nowMs)),
  ]);
}
