import { retryAfterSeconds } from './answer.ts';
import type { HttpAnswer } from './http-message.ts';
import type { Outcome } from './outcome.ts';

const shownCharsMax = 500;

/**
 * What the answer of an owner's own receiver means, by HTTP alone. Sources: adplatforms.md §7.1 (4xx never again but 408, 425, 429;
 * 5xx again but 501), §7.2 (410 disables, 3xx is a failure).
 */
export function ownersAnswer(answer: HttpAnswer, nowMs: number): Outcome {
  const { status, body } = answer;
  const detail = `HTTP ${status}${body.trim() === '' ? '' : `: ${body.trim()}`}`.slice(0, shownCharsMax);
  const afterSeconds = retryAfterSeconds(answer, nowMs);
  if (status >= 200 && status < 300) return { class: 'accepted', ref: null, response: detail };
  if (status < 400) return { class: 'retryable', afterSeconds, reason: 'redirected', detail };
  switch (status) {
    case 401:
    case 403:
      return { class: 'needs_owner', reason: 'address_denies', detail };
    case 410:
      return { class: 'needs_owner', reason: 'address_gone', detail };
    case 408:
    case 425:
      return { class: 'ambiguous', afterSeconds, reason: 'no_answer', detail };
    case 429:
      return { class: 'throttled', afterSeconds, reason: 'too_many_requests', detail };
    case 503:
      // Said by whoever stands in front: nothing has been read.
      return { class: 'retryable', afterSeconds, reason: 'platform_error', detail };
  }
  if (status < 500 || status === 501) return { class: 'rejected', reason: 'refused_by_platform', detail };
  return { class: 'ambiguous', afterSeconds, reason: 'platform_error', detail };
}
