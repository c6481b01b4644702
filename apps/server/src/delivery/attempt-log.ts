import type { ClientBase } from 'pg';
import { plainArray, textArray, timeArray } from '../database/array-values.ts';
import { execute, statement } from '../database/statement.ts';
import type { HttpRequest } from '../destinations/http-message.ts';
import type { Outcome } from '../destinations/outcome.ts';
import type { Reason } from '../destinations/reasons.ts';
import { uuidv7 } from '../domain/uuid.ts';
import type { CallMade } from './make-call.ts';
import type { OpenDestination } from './open-destination.ts';
import { redact } from './redact.ts';

/** What a call meant for what it was made for. */
export type AttemptClass = Outcome['class'] | 'found' | 'absent' | 'decided';

export interface Attempt {
  readonly made: CallMade;
  readonly purpose: 'send' | 'look_up' | 'verdict' | 'test' | 'token' | 'goals';
  /** Null: it was about no batch, or about several. */
  readonly batchId: string | null;
  readonly class: AttemptClass;
  readonly reason: Reason | null;
  /** Instead of the whole answer, where only a part of it is about this batch. */
  readonly answer?: string;
}

/** One statement for all: a look at verdicts may decide many batches. */
const insertAttempts = statement(
  'insert_attempts',
  `insert into attempts (project_id, attempt_id, batch_id, destination_id, purpose, tried_at, duration_ms, request, status, answer,
     class, reason)
   select $1, attempt_id, batch_id, $2, purpose, tried_at, duration_ms, request, status, answer, class, reason
   from unnest($3::uuid[], $4::uuid[], $5::text[], $6::timestamptz[], $7::integer[], $8::text[], $9::smallint[], $10::text[],
     $11::text[], $12::text[]) as made (attempt_id, batch_id, purpose, tried_at, duration_ms, request, status, answer, class, reason)`,
);

export async function recordAttempts(
  client: ClientBase,
  { projectId, destinationId, secrets, platform, onAttempt }: OpenDestination,
  attempts: readonly Attempt[],
): Promise<void> {
  if (attempts.length === 0) return;
  for (const { made, purpose, class: outcome } of attempts) {
    onAttempt?.({ type: platform.type, purpose, class: outcome, seconds: made.durationMs / 1000 });
  }
  const shown = (text: string, { request: { hidden = [] } }: CallMade): string => redact(text, [...secrets, ...hidden]);
  await execute(client, insertAttempts, [
    projectId,
    destinationId,
    plainArray(attempts.map(({ made }) => uuidv7(made.startedMs))),
    plainArray(attempts.map(({ batchId }) => batchId)),
    textArray(attempts.map(({ purpose }) => purpose)),
    timeArray(attempts.map(({ made }) => made.startedMs)),
    plainArray(attempts.map(({ made }) => made.durationMs)),
    textArray(attempts.map(({ made }) => shown(asText(made.request), made))),
    plainArray(attempts.map(({ made }) => made.answer?.status ?? null)),
    textArray(
      attempts.map(({ made, answer = made.answer?.body }) => (answer === undefined ? null : shown(answer, made))),
    ),
    textArray(attempts.map((attempt) => attempt.class)),
    textArray(attempts.map(({ reason }) => reason)),
  ]);
}

function asText({ method, url, headers, body }: HttpRequest): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [`${method} ${url}`, ...lines, '', body ?? ''].join('\n');
}
