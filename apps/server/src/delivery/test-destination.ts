import type { Outcome } from '../destinations/outcome.ts';
import type { Reason } from '../destinations/reasons.ts';
import { recordAttempts } from './attempt-log.ts';
import { makeCall } from './make-call.ts';
import { contextOf, type DestinationKey, openDestination } from './open-destination.ts';
import type { DeliveryOptions } from './options.ts';
import { redact } from './redact.ts';
import { isTaken } from './settle-send.ts';
import { judge, withToken } from './tokens.ts';
import { withClient } from './transaction.ts';

export interface TestReport {
  readonly ok: boolean;
  readonly class: Outcome['class'];
  /** Null where all is well. */
  readonly reason: Reason | null;
  /** HTTP status; null: no answer, or nothing was sent. */
  readonly status: number | null;
  /** The platform's answer, secrets masked, cut. */
  readonly answer: string | null;
}

/**
 * Calls the platform once, to see whether the settings work, in whatever state the destination is; changes nothing but the attempt
 * log. Null where there is no such destination. Yandex Metrica has no test mode: there it is a look at the list of uploads.
 */
export async function testDestination(options: DeliveryOptions, key: DestinationKey): Promise<TestReport | null> {
  const opening = await openDestination(options, key, { anyState: true });
  if (opening.state === 'closed') return null;
  if (opening.state === 'unreadable') {
    return { ok: false, class: 'needs_owner', reason: 'settings_unreadable', status: null, answer: null };
  }
  const destination = await withToken(options, opening.destination);
  if (destination === null) {
    return { ok: false, class: 'needs_owner', reason: 'token_invalid', status: null, answer: null };
  }
  const { platform, settings, secrets } = destination;
  const request = platform.test.request(settings, contextOf(destination, options.now()));
  const made = await makeCall(options, destination, request);
  const answered = made.answer === null ? made.failure : platform.test.read(made.answer, options.now());
  const outcome = judge(options, destination, answered);
  const reason = isTaken(outcome) ? null : outcome.reason;
  const attempt = { made, purpose: 'test', batchId: null, class: outcome.class, reason } as const;
  await withClient(options.pool, (client) => recordAttempts(client, destination, [attempt]));
  return {
    ok: isTaken(outcome),
    class: outcome.class,
    reason,
    status: made.answer?.status ?? null,
    answer: made.answer === null ? null : redact(made.answer.body, secrets),
  };
}
