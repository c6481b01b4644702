import { type Static, Type } from 'typebox';
import { Check } from 'typebox/value';
import { jsonOf, retryAfterSeconds } from './answer.ts';
import type { HttpAnswer } from './http-message.ts';
import type { Failure, RejectedRow } from './outcome.ts';
import type { OwnerReason } from './reasons.ts';

const fieldViolation = Type.Object({
  field: Type.Optional(Type.String()),
  description: Type.Optional(Type.String()),
  reason: Type.Optional(Type.String()),
});
type FieldViolation = Static<typeof fieldViolation>;

// Source: reference/adplatforms.md §5.1; `details` holds messages of several types.
const errorBody = Type.Object({
  error: Type.Object({
    message: Type.Optional(Type.String()),
    status: Type.Optional(Type.String()),
    details: Type.Optional(
      Type.Array(
        Type.Object({
          reason: Type.Optional(Type.String()),
          fieldViolations: Type.Optional(Type.Array(fieldViolation)),
        }),
      ),
    ),
  }),
});

/** Reasons (`ErrorReason` of the protos, or of Google's own front) that only the owner can mend. Source: adplatforms.md §5.1. */
const ownerReasons: ReadonlyMap<string, OwnerReason> = new Map([
  ['ACCESS_TOKEN_SCOPE_INSUFFICIENT', 'scope_missing'],
  ['SERVICE_DISABLED', 'api_disabled'],
  ['PERMISSION_DENIED', 'access_missing'],
  ['NOT_ALLOWLISTED', 'access_missing'],
  ['INVALID_DESTINATION', 'account_mismatch'],
  ['DESTINATION_ACCOUNT_TYPE_MISMATCH', 'account_mismatch'],
  ['OPERATING_ACCOUNT_LOGIN_ACCOUNT_MISMATCH', 'account_mismatch'],
  ['INVALID_CONVERSION_ACTION_ID', 'conversion_action_wrong'],
  ['INVALID_CONVERSION_ACTION_TYPE', 'conversion_action_wrong'],
  ['TERMS_AND_CONDITIONS_NOT_SIGNED', 'terms_not_signed'],
  ['EU_POLITICAL_ADVERTISING_DECLARATION_REQUIRED', 'terms_not_signed'],
  ['DESTINATION_ACCOUNT_NOT_ENABLED_ENHANCED_CONVERSIONS_FOR_LEADS', 'terms_not_signed'],
  ['DESTINATION_ACCOUNT_DATA_POLICY_PROHIBITS_ENHANCED_CONVERSIONS', 'terms_not_signed'],
  ['DESTINATION_ACCOUNT_ENHANCED_CONVERSIONS_TERMS_NOT_SIGNED', 'terms_not_signed'],
]);

/** The class of an answer that is no success. Repeats are told by the transaction, so a fault of theirs is simply sent again. */
export function googleFailure(answer: HttpAnswer, nowMs: number): Failure {
  const { status } = answer;
  const afterSeconds = retryAfterSeconds(answer, nowMs);
  const { reasons, violations, detail, isOurs } = readError(answer);
  if (status === 429) return { class: 'throttled', afterSeconds, reason: 'too_many_requests', detail };
  if (status >= 500) return { class: 'ambiguous', afterSeconds, reason: 'platform_error', detail };
  const owner = reasons.map((reason) => ownerReasons.get(reason)).find((reason) => reason !== undefined);
  switch (status) {
    case 401:
      return { class: 'needs_owner', reason: 'token_invalid', detail };
    case 403:
      // A page of whatever stands between: Google says it in JSON.
      if (!isOurs) break;
      return { class: 'needs_owner', reason: owner ?? 'access_missing', detail };
    case 400:
      if (owner !== undefined) return { class: 'needs_owner', reason: owner, detail };
      return { class: 'rejected', reason: 'refused_by_platform', detail, ...badRows(violations) };
  }
  return { class: 'retryable', afterSeconds, reason: 'unexpected_answer', detail, triesMax: unknownTriesMax };
}

const unknownTriesMax = 5;

/** The rows that are named, where every violation names one; else the batch is halved. */
function badRows(violations: readonly FieldViolation[]): { readonly rows?: readonly RejectedRow[] } {
  const rows = new Map<number, RejectedRow>();
  for (const violation of violations) {
    const index = /(?:^|\.)events\[(\d{1,4})\]/.exec(violation.field ?? '')?.[1];
    if (index === undefined) return {};
    const row = { index: Number(index), reason: 'refused_by_platform', detail: wordsOf(violation) } as const;
    if (!rows.has(row.index)) rows.set(row.index, row);
  }
  return rows.size === 0 ? {} : { rows: [...rows.values()] };
}

function wordsOf({ field = '', reason = '', description = '' }: FieldViolation): string {
  return [reason, field, description].filter((text) => text !== '').join(': ');
}

const detailCharsMax = 500;

function readError(answer: HttpAnswer): {
  readonly reasons: readonly string[];
  readonly violations: readonly FieldViolation[];
  readonly detail: string;
  /** It is an error of the API. */
  readonly isOurs: boolean;
} {
  const body = jsonOf(answer);
  if (!Check(errorBody, body)) return { reasons: [], violations: [], detail: `HTTP ${answer.status}`, isOurs: false };
  const { status = '', message = '', details = [] } = body.error;
  const violations = details.flatMap(({ fieldViolations = [] }) => fieldViolations);
  const reasons = [...violations, ...details, { reason: status }].flatMap(({ reason }) => reason ?? []);
  const words = [status, message, ...violations.map(wordsOf)].filter((text) => text !== '');
  return { reasons, violations, detail: words.join(': ').slice(0, detailCharsMax), isOurs: true };
}
