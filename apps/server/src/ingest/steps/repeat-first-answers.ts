import { createHash } from 'node:crypto';
import { bigint, bytea, Rows, text, timestamptz } from '../../database/parameter-rows.ts';
import { statement } from '../../database/statement.ts';
import { type Batch, keyOf, type PendingRequest, type Transaction } from '../batch.ts';
import { type Answer, refuse } from '../records.ts';

export const answersKeptMs = 24 * 3_600_000;

interface KeyedCall {
  readonly request: PendingRequest;
  readonly projectId: string;
  readonly key: string;
  readonly bodyHash: Buffer;
  /** Further calls with the same key in the same batch. */
  readonly followers: PendingRequest[];
}

const keyed = new Rows<KeyedCall, Batch>({
  project_id: bigint((call) => call.projectId),
  idempotency_key: text((call) => call.key),
  body_hash: bytea((call) => call.bodyHash),
  seen_at: timestamptz((_call, batch) => batch.nowMs),
  expires_at: timestamptz((_call, batch) => batch.nowMs + answersKeptMs),
});
const keys = new Rows<KeyedCall>({
  project_id: bigint((call) => call.projectId),
  idempotency_key: text((call) => call.key),
});
const answers = new Rows<PendingRequest>({
  project_id: bigint(({ record }) => record.project.projectId),
  idempotency_key: text(({ record }) => record.idempotencyKey),
  answer: bytea(({ answer }) => Buffer.from(JSON.stringify(answer))),
  user_id: text((request) => request.userId),
});

/**
 * Takes the Idempotency-Keys of the batch. One that was taken less than 24 h ago is not returned; a process that is storing the
 * same key right now is waited for by the unique index.
 */
const takeKeys = statement<{ project_id: string; idempotency_key: string }>(
  'take_idempotency_keys',
  `insert into first_answers as known (${keyed.names})
   ${keyed.select}
   order by 1, 2
   on conflict (project_id, idempotency_key) do update
     set body_hash = excluded.body_hash, answer = null, seen_at = excluded.seen_at, expires_at = excluded.expires_at
     where known.expires_at <= excluded.seen_at
   returning project_id, idempotency_key`,
);

const selectAnswers = statement<{
  project_id: string;
  idempotency_key: string;
  body_hash: Buffer;
  answer: Buffer | null;
}>(
  'select_first_answers',
  `select project_id, idempotency_key, body_hash, answer from first_answers
   where (project_id, idempotency_key) in (${keys.select})`,
);

const saveAnswers = statement(
  'save_first_answers',
  `update first_answers set answer = saved.answer, user_id = saved.user_id
   from (${answers.select}) as saved
   where first_answers.project_id = saved.project_id and first_answers.idempotency_key = saved.idempotency_key`,
);

/** Calls that came with an Idempotency-Key get the first answer again, whoever gave it and when, within 24 h. */
export async function repeatFirstAnswers(batch: Batch, tx: Transaction): Promise<void> {
  const calls = keyedCalls(batch);
  if (calls.length === 0) return;
  const taken = await tx.read(takeKeys, keyed.values(calls, batch));
  const ours = new Set(taken.map((row) => keyOf(row.project_id, row.idempotency_key)));
  const known = calls.filter((call) => !ours.has(keyOf(call.projectId, call.key)));
  if (known.length === 0) return;
  const rows = await tx.read(selectAnswers, keys.values(known));
  const stored = new Map(rows.map((row) => [keyOf(row.project_id, row.idempotency_key), row]));
  for (const call of known) {
    const first = stored.get(keyOf(call.projectId, call.key));
    if (first === undefined || first.answer === null) continue;
    const answer = JSON.parse(first.answer.toString('utf8')) as Answer;
    for (const request of [call.request, ...call.followers]) repeat(request, answer, first.body_hash);
  }
}

function keyedCalls(batch: Batch): KeyedCall[] {
  const calls = new Map<string, KeyedCall>();
  for (const request of batch.requests) {
    const key = request.record.idempotencyKey;
    if (key === null) continue;
    const { projectId } = request.record.project;
    const first = calls.get(keyOf(projectId, key));
    if (first !== undefined) {
      first.followers.push(request);
      request.follows = first.request;
      continue;
    }
    calls.set(keyOf(projectId, key), { request, projectId, key, bodyHash: bodyHash(request), followers: [] });
  }
  return [...calls.values()];
}

function repeat(request: PendingRequest, answer: Answer, hash: Buffer): void {
  request.answer = hash.equals(bodyHash(request))
    ? answer
    : refuse(
        'unprocessable',
        'Idempotency-Key: it was used within 24 hours for another call; a new call needs a new key',
      );
  request.repeated = true;
  request.follows = null;
}

function bodyHash(request: PendingRequest): Buffer {
  return createHash('sha256').update(request.record.method).update('\n').update(request.record.body).digest();
}

/** Hands the answers on to calls that came in the same batch with the same key, and keeps those of keys used for the first time. */
export function rememberFirstAnswers(batch: Batch, tx: Transaction): void {
  for (const request of batch.requests) {
    const first = request.follows;
    if (first?.answer) repeat(request, first.answer, bodyHash(first));
  }
  const answered = batch.requests.filter((r) => r.record.idempotencyKey !== null && !r.repeated && r.answer !== null);
  if (answered.length > 0) tx.write(saveAnswers, answers.values(answered));
}
