import { type Static, Type } from 'typebox';
import { Check } from 'typebox/value';
import { jsonOf } from './answer.ts';
import { googleFailure } from './google-ads-failures.ts';
import { requestStatusGet } from './google-ads-request.ts';
import type { GoogleAdsSettings } from './google-ads-settings.ts';
import type { ConversionReason } from './reasons.ts';
import type { Verdict, VerdictByRef } from './verdict.ts';

// 64-bit numbers are texts in the JSON of protobuf.
const count = Type.Optional(Type.Union([Type.String({ pattern: '^\\d{1,15}$' }), Type.Integer()]));

const destinationStatus = Type.Object({
  requestStatus: Type.Optional(Type.String()),
  errorInfo: Type.Optional(
    Type.Object({
      errorCounts: Type.Optional(Type.Array(Type.Object({ recordCount: count, reason: Type.Optional(Type.String()) }))),
    }),
  ),
  eventsIngestionStatus: Type.Optional(Type.Object({ recordCount: count })),
});
type DestinationStatus = Static<typeof destinationStatus>;

const statuses = Type.Object({ requestStatusPerDestination: Type.Array(destinationStatus) });

const prefix = 'PROCESSING_ERROR_';

/** The platform already has them: a try before this one arrived. */
const alreadyCounted: ReadonlySet<string> = new Set(['REASON_DUPLICATE_TRANSACTION_ID', 'REASON_DUPLICATE_GCLID']);
const lostByGoogle = 'REASON_INTERNAL_ERROR';

/** Source: `ProcessingErrorReason` of the protos, reference/adplatforms.md §5.1. */
const reasons: ReadonlyMap<string, ConversionReason> = new Map([
  ['REASON_EVENT_TOO_OLD', 'event_too_old'],
  ['REASON_INVALID_GCLID', 'click_id_invalid'],
  ['REASON_INVALID_GBRAID', 'click_id_invalid'],
  ['REASON_INVALID_WBRAID', 'click_id_invalid'],
  ['REASON_DENIED_CONSENT', 'consent_missing'],
  ['REASON_NO_CONSENT', 'consent_missing'],
  ['REASON_UNKNOWN_CONSENT', 'consent_missing'],
  ['OPERATING_ACCOUNT_MISMATCH_FOR_AD_IDENTIFIER', 'click_of_other_account'],
  ['REASON_ONE_PER_CLICK_CONVERSION_ACTION_NOT_PERMITTED_WITH_BRAID', 'click_id_not_for_action'],
]);

/** `requestStatus:retrieve`: diagnostics of one request, counted by reason and not by event. */
export const googleVerdicts: VerdictByRef<GoogleAdsSettings> = {
  request: (ref, _settings, context) => requestStatusGet(context, ref),
  read(answer, nowMs) {
    if (answer.status !== 200) return googleFailure(answer, nowMs);
    const body = jsonOf(answer);
    return Check(statuses, body)
      ? { class: 'verdict', verdict: verdictOf(body.requestStatusPerDestination) }
      : { class: 'retryable', afterSeconds: null, reason: 'answer_unreadable', detail: '' };
  },
};

interface Counted {
  readonly total: number;
  readonly failed: number;
  readonly errors: readonly string[];
}

function verdictOf(destinations: readonly DestinationStatus[]): Verdict {
  const open = destinations.some(
    ({ requestStatus = '' }) => !['SUCCESS', 'FAILED', 'PARTIAL_SUCCESS'].includes(requestStatus),
  );
  if (open || destinations.length === 0) return { state: 'waiting' };
  const counted = destinations.map(countOf);
  const total = sum(counted.map((one) => one.total));
  const matched = total - sum(counted.map(({ failed }) => failed));
  const errors = [...new Set(counted.flatMap((one) => one.errors))];
  const summary = [`${matched} of ${total} counted`, ...errors].join(', ');
  // Sent again whole: what was counted is told by its transaction, and is a success the second time.
  if (errors.includes(lostByGoogle)) return { state: 'lost', summary };
  return { state: 'done', matched, total, reason: reasonOf(errors, total - matched), summary };
}

function countOf({ requestStatus, errorInfo, eventsIngestionStatus }: DestinationStatus): Counted {
  const counts = (errorInfo?.errorCounts ?? []).map(({ reason = '', recordCount }) => ({
    reason: reason.startsWith(prefix) ? reason.slice(prefix.length) : reason,
    count: numberOf(recordCount),
  }));
  const total = numberOf(eventsIngestionStatus?.recordCount);
  const failures = counts.filter(({ reason }) => !alreadyCounted.has(reason));
  const errors = failures.map(({ reason }) => reason);
  if (counts.length > 0) return { total, failed: sum(failures.map(({ count: failed }) => failed)), errors };
  // Reasons "may not be populated in all cases": then only the state tells, and of a part nobody knows how many.
  const failed = requestStatus === 'FAILED' ? total : requestStatus === 'PARTIAL_SUCCESS' ? Math.min(1, total) : 0;
  return { total, failed, errors };
}

/** Only where one reason holds for all that failed. */
function reasonOf(errors: readonly string[], failed: number): ConversionReason | null {
  const [error] = errors;
  if (failed === 0 || error === undefined) return null;
  const [first, ...others] = new Set(errors.map((name) => reasons.get(name) ?? 'refused_by_platform'));
  return others.length === 0 ? (first ?? null) : null;
}

function numberOf(value: string | number | undefined): number {
  return Number(value ?? 0);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
