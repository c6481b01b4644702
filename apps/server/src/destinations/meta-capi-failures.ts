import { Type } from 'typebox';
import { Check } from 'typebox/value';
import { jsonOf, retryAfterSeconds } from './answer.ts';
import type { HttpAnswer } from './http-message.ts';
import type { Failure } from './outcome.ts';
import type { ConversionReason, OwnerReason } from './reasons.ts';

// Source: reference/adplatforms.md §4.4.
const errorBody = Type.Object({
  error: Type.Object({
    code: Type.Integer(),
    message: Type.Optional(Type.String()),
    error_subcode: Type.Optional(Type.Integer()),
    is_transient: Type.Optional(Type.Boolean()),
    error_user_title: Type.Optional(Type.String()),
    error_user_msg: Type.Optional(Type.String()),
  }),
});

/** The rest of this file is the table of reference/adplatforms.md §4.5. */
const throttling: ReadonlySet<number> = new Set([4, 17, 32, 613, 80000, 80003, 80004]);
const passing: ReadonlySet<number> = new Set([1, 2, 341, 368, 5000, 21009]);
const tokens: ReadonlySet<number> = new Set([102, 104, 190]);
const refusing: ReadonlySet<number> = new Set([3, 100, 105]);
const retiredVersion = 2635;

const missingObject = 33;
const reasonBySubcode: ReadonlyMap<number, ConversionReason> = new Map([
  [2804003, 'event_too_old'],
  [2804009, 'value_missing'],
]);

// Whatever nobody has described may pass by itself, but not for days.
const unknownTriesMax = 5;

/** The class of an answer that is no success. */
export function metaFailure(answer: HttpAnswer, nowMs: number): Failure {
  const afterSeconds = retryAfterSeconds(answer, nowMs) ?? regainSeconds(answer);
  const body = jsonOf(answer);
  if (!Check(errorBody, body)) return unreadable(answer, afterSeconds);
  const { code, error_subcode: subcode, is_transient: isTransient = false } = body.error;
  const detail = detailOf(body.error);
  if (answer.status === 429 || throttling.has(code)) {
    return { class: 'throttled', afterSeconds, reason: 'too_many_requests', detail };
  }
  // Said by a server that may have taken the events before it failed.
  if (answer.status >= 500) return { class: 'ambiguous', afterSeconds, reason: 'platform_error', detail };
  if (isTransient || passing.has(code)) return { class: 'retryable', afterSeconds, reason: 'platform_error', detail };
  const owner = ownerReason(code, subcode);
  if (owner !== null) return { class: 'needs_owner', reason: owner, detail };
  if (refusing.has(code)) {
    const reason = reasonBySubcode.get(subcode ?? 0) ?? 'refused_by_platform';
    return { class: 'rejected', reason, detail };
  }
  return { class: 'retryable', afterSeconds, reason: 'unexpected_answer', detail, triesMax: unknownTriesMax };
}

/** A page of a proxy, or nothing: nobody knows how far the request came. */
function unreadable({ status }: HttpAnswer, afterSeconds: number | null): Failure {
  const detail = `HTTP ${status}`;
  if (status === 429) return { class: 'throttled', afterSeconds, reason: 'too_many_requests', detail };
  const reason = status >= 500 ? 'platform_error' : 'answer_unreadable';
  return { class: 'ambiguous', afterSeconds, reason, detail };
}

function ownerReason(code: number, subcode: number | undefined): OwnerReason | null {
  if (tokens.has(code)) return 'token_invalid';
  if (code === 10 || (code >= 200 && code < 300)) return 'access_missing';
  if (code === 100 && subcode === missingObject) return 'dataset_not_found';
  return code === retiredVersion ? 'api_version_retired' : null;
}

const detailCharsMax = 500;

function detailOf({
  code,
  error_subcode: subcode,
  message = '',
  error_user_title: title,
  error_user_msg: explanation,
}: {
  readonly code: number;
  readonly error_subcode?: number;
  readonly message?: string;
  readonly error_user_title?: string;
  readonly error_user_msg?: string;
}): string {
  const number = subcode === undefined ? String(code) : `${code}/${subcode}`;
  const words = [message, title, explanation].filter((text) => text !== undefined && text !== '');
  return `${number}: ${words.join('. ')}`.slice(0, detailCharsMax);
}

const usage = Type.Record(
  Type.String(),
  Type.Array(Type.Object({ estimated_time_to_regain_access: Type.Optional(Type.Number()) })),
);

const secondsMax = 86_400;

/** How long to stay away, where a header of usage says so in minutes; null: it does not. */
function regainSeconds({ headers }: HttpAnswer): number | null {
  const body = jsonOf({ status: 0, headers: {}, body: headers['x-business-use-case-usage'] ?? '' });
  if (!Check(usage, body)) return null;
  const minutes = Object.values(body).flatMap((list) =>
    list.map(({ estimated_time_to_regain_access: wait = 0 }) => wait),
  );
  const seconds = Math.max(0, ...minutes) * 60;
  return seconds === 0 ? null : Math.min(seconds, secondsMax);
}
