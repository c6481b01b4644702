import { apiErrors } from '@otkuda/contract';
import {
  bigintArray,
  bytesArray,
  integerArray,
  smallintArray,
  textArray,
  timeArray,
  uuidArray,
} from '../../database/array-values.ts';
import { statement } from '../../database/statement.ts';
import { ignoredReasons } from '../../domain/signal.ts';
import type { Batch, PendingRequest, Transaction } from '../batch.ts';

/** Every call as it arrived and what became of it: what the request log shows. */
const insertRequests = statement(
  'insert_requests',
  `insert into requests (project_id, request_id, key_id, received_at, method, outcome, status, details, user_id, event_id,
     content_type, body, calls, replay_of)
   select * from unnest($1::bigint[], $2::uuid[], $3::uuid[], $4::timestamptz[], $5::text[], $6::text[], $7::smallint[], $8::text[],
     $9::text[], $10::uuid[], $11::text[], $12::bytea[], $13::integer[], $14::uuid[])`,
);

export function recordRequests(batch: Batch, tx: Transaction): void {
  const { requests } = batch;
  if (requests.length === 0) return;
  const summaries = requests.map(summarise);
  tx.write(insertRequests, [
    bigintArray(requests.map(({ record }) => record.project.projectId)),
    uuidArray(requests.map(({ record }) => record.requestId)),
    uuidArray(requests.map(({ record }) => record.keyId)),
    timeArray(requests.map(({ record }) => record.receivedMs)),
    textArray(requests.map(({ record }) => record.method)),
    textArray(summaries.map((s) => s.outcome)),
    smallintArray(summaries.map((s) => s.status)),
    textArray(summaries.map((s) => s.details)),
    textArray(requests.map((r) => r.userId)),
    uuidArray(requests.map((r) => r.eventId)),
    textArray(requests.map(({ record }) => record.contentType)),
    bytesArray(requests.map(({ record }) => record.body)),
    integerArray(requests.map(({ record }) => (record.task.kind === 'remember' ? record.task.calls : 1))),
    uuidArray(requests.map(({ record }) => record.replayOf)),
  ]);
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
