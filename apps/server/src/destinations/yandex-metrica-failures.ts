import { Type } from 'typebox';
import { Check } from 'typebox/value';
import { jsonOf, retryAfterSeconds } from './answer.ts';
import type { HttpAnswer } from './http-message.ts';
import type { Failure } from './outcome.ts';
import type { OwnerReason } from './reasons.ts';

const dayMs = 86_400_000;

// Source: reference/adplatforms.md §2.2, "Error body".
const errorBody = Type.Object({
  errors: Type.Array(Type.Object({ error_type: Type.String() })),
  message: Type.String(),
});

/** Quotas of a day, of the login or the counter. Source: reference/adplatforms.md §2.1. */
const dailyQuotas: ReadonlySet<string> = new Set(['quota_requests_by_uid', 'quota_requests_by_counter_id']);

/**
 * The class of an answer that is no success, by the table of reference/adplatforms.md §2.2. A fault of theirs is ambiguous: the
 * file may have been taken before it.
 */
export function yandexMetricaFailure(answer: HttpAnswer, nowMs: number): Failure {
  const { types, detail } = readError(answer);
  const afterSeconds = retryAfterSeconds(answer, nowMs);
  if (answer.status >= 500) return { class: 'ambiguous', afterSeconds, reason: 'platform_error', detail };
  switch (answer.status) {
    case 401:
    case 403:
    case 404:
      return { class: 'needs_owner', reason: ownerReason(answer.status, types), detail };
    case 400:
    case 406:
    case 409:
    case 413:
      return { class: 'rejected', reason: 'refused_by_platform', detail };
    case 429:
      return types.some((type) => dailyQuotas.has(type))
        ? { class: 'quota', untilMs: nextMidnightMs(nowMs), reason: 'quota_used_up', detail }
        : { class: 'throttled', afterSeconds, reason: 'too_many_requests', detail };
    default:
      return { class: 'retryable', afterSeconds, reason: 'unexpected_answer', detail };
  }
}

function ownerReason(status: number, types: readonly string[]): OwnerReason {
  if (status === 404) return 'counter_not_found';
  return status === 401 || types.includes('invalid_token') || types.includes('unauthorized')
    ? 'token_invalid'
    : 'access_denied';
}

/** Daily quotas begin anew at 00:00 GMT. Source: reference/adplatforms.md §2.1. */
function nextMidnightMs(nowMs: number): number {
  return (Math.floor(nowMs / dayMs) + 1) * dayMs;
}

const detailCharsMax = 500;

function readError(answer: HttpAnswer): { readonly types: readonly string[]; readonly detail: string } {
  const body = jsonOf(answer);
  if (!Check(errorBody, body)) return { types: [], detail: `HTTP ${answer.status}` };
  const types = body.errors.map((error) => error.error_type);
  return { types, detail: [...types, body.message].join(': ').slice(0, detailCharsMax) };
}
