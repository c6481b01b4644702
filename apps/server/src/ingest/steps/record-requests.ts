import { apiErrors } from '@otkuda/contract';
import { bigint, bytea, integer, Rows, smallint, text, timestamptz, uuid } from '../../database/parameter-rows.ts';
import { statement } from '../../database/statement.ts';
import { ignoredReasons } from '../../domain/signal.ts';
import type { Batch, PendingRequest, Transaction } from '../batch.ts';

const calls = new Rows<{ readonly request: PendingRequest; readonly summary: Summary }>({
  project_id: bigint(({ request }) => request.record.project.projectId),
  request_id: uuid(({ request }) => request.record.requestId),
  key_id: uuid(({ request }) => request.record.keyId),
  received_at: timestamptz(({ request }) => request.record.receivedMs),
  method: text(({ request }) => request.record.method),
  outcome: text(({ summary }) => summary.outcome),
  status: smallint(({ summary }) => summary.status),
  details: text(({ summary }) => summary.details),
  user_id: text(({ request }) => request.userId),
  event_id: uuid(({ request }) => request.eventId),
  content_type: text(({ request }) => request.record.contentType),
  body: bytea(({ request }) => request.record.body),
  calls: integer(({ request: { record } }) => (record.task.kind === 'remember' ? record.task.calls : 1)),
  replay_of: uuid(({ request }) => request.record.replayOf),
});

/** Every call as it arrived and what became of it: what the request log shows. */
const insertRequests = statement('insert_requests', `insert into requests (${calls.names}) ${calls.select}`);

export function recordRequests(batch: Batch, tx: Transaction): void {
  if (batch.requests.length === 0) return;
  const rows = batch.requests.map((request) => ({ request, summary: summarise(request) }));
  tx.write(insertRequests, calls.values(rows));
}

interface Summary {
  readonly outcome: 'accepted' | 'ignored' | 'repeated' | 'refused' | 'read';
  /** 0 for success, else the error code. */
  readonly status: number;
  readonly details: string | null;
}

function summarise({ record, answer, outcome, repeated }: PendingRequest): Summary {
  if (answer !== null && !answer.ok) {
    return { outcome: 'refused', status: apiErrors[answer.error].code, details: answer.details };
  }
  if (repeated || outcome?.kind === 'repeated') return { outcome: 'repeated', status: 0, details: null };
  if (outcome?.kind === 'ignored') return { outcome: 'ignored', status: 0, details: ignoredReasons[outcome.reason] };
  return { outcome: record.task.kind === 'remember' ? record.task.outcome : 'accepted', status: 0, details: null };
}
