import { jsonArray, plainArray, textArray, timeArray } from '../../database/array-literal.ts';
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

export function recordConversions(batch: Batch, tx: Transaction): void {
  const rows = batch.conversions;
  if (rows.length === 0) return;
  tx.write(insertConversions, [
    plainArray(rows.map((r) => r.projectId)),
    plainArray(rows.map((r) => r.conversionId)),
    plainArray(rows.map((r) => r.destinationId)),
    plainArray(rows.map((r) => r.eventId)),
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
    plainArray(rows.map((r) => r.clickId)),
    timeArray(rows.map((r) => r.clickedMs)),
    textArray(rows.map((r) => r.onceKey)),
    textArray(rows.map((r) => r.state)),
    textArray(rows.map((r) => r.reason)),
    timeArray(rows.map((r) => r.dueMs)),
    timeArray(rows.map((r) => r.deadlineMs)),
    timeArray(rows.map(() => batch.nowMs)),
  ]);
}
