import type { Outcome } from '../destinations/destination.ts';
import type { Reason } from '../destinations/reasons.ts';
import { recordAttempts } from './attempt-log.ts';
import { makeCall } from './make-call.ts';
import { type DestinationKey, openDestination } from './open-destination.ts';
import type { DeliveryOptions } from './options.ts';
import { redact } from './redact.ts';
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
export async function testDestination(
  options: Pick<DeliveryOptions, 'pool' | 'destinations' | 'openSettings' | 'baseUrls' | 'call' | 'now' | 'onAttempt'>,
  key: DestinationKey,
): Promise<TestReport | null> {
  const opening = await openDestination(options, key, { anyState: true });
  if (opening.state === 'closed') return null;
  if (opening.state === 'unreadable') {
    return { ok: false, class: 'needs_owner', reason: 'settings_unreadable', status: null, answer: null };
  }
  const { destination } = opening;
  const { platform, settings, baseUrl, secrets } = destination;
  const made = await makeCall(options, platform.test.request(settings, baseUrl));
  const outcome = made.answer === null ? made.failure : platform.test.read(made.answer, options.now());
  const reason = outcome.class === 'accepted' ? null : outcome.reason;
  const attempt = { made, purpose: 'test', batchId: null, class: outcome.class, reason } as const;
  await withClient(options.pool, (client) => recordAttempts(client, destination, [attempt]));
  return {
    ok: outcome.class === 'accepted',
    class: outcome.class,
    reason,
    status: made.answer?.status ?? null,
    answer: made.answer === null ? null : redact(made.answer.body, secrets),
  };
}
