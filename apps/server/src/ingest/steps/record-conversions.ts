import { plainArray, textArray, timeArray } from '../../database/array-literal.ts';
import { statement } from '../../database/statement.ts';
import type { Batch, Transaction } from '../batch.ts';

/**
 * Puts the conversions into the outbox. What may be told once per subscriber and was told (or waits to be) is left out by the
 * unique key, also when two processes store it at once.
 */
const insertConversions = statement(
  'insert_conversions',
  `insert into conversions (project_id, conversion_id, destination_id, event_id, user_id, target, happened_at, value, currency,
     id_kind, id_value, once_key, state, reason, due_at, deadline_at, created_at)
   select * from unnest($1::bigint[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::timestamptz[], $8::numeric[],
     $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::timestamptz[], $16::timestamptz[], $17::timestamptz[])
   order by 1, 3, 12
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
    textArray(rows.map((r) => r.target)),
    timeArray(rows.map((r) => r.happenedMs)),
    plainArray(rows.map((r) => r.value)),
    textArray(rows.map((r) => r.currency)),
    textArray(rows.map((r) => r.idKind)),
    textArray(rows.map((r) => r.idValue)),
    textArray(rows.map((r) => r.onceKey)),
    textArray(rows.map((r) => r.state)),
    textArray(rows.map((r) => r.reason)),
    timeArray(rows.map((r) => r.dueMs)),
    timeArray(rows.map((r) => r.deadlineMs)),
    timeArray(rows.map(() => batch.nowMs)),
  ]);
}
