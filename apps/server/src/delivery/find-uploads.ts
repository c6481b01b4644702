import type { Failure } from '../destinations/outcome.ts';
import type { ListedUpload, UploadList } from '../destinations/verdict.ts';
import { type CallMade, makeCall } from './make-call.ts';
import { contextOf, type OpenDestination } from './open-destination.ts';
import type { DeliveryOptions } from './options.ts';
import { judge } from './tokens.ts';

export interface WantedUpload {
  readonly batchId: string;
  /** The platform's name for it; null where its answer got lost. */
  readonly ref: string | null;
  readonly createdMs: number;
}

/** A question is never refused for good: it is asked again. */
export type PassingFailure = Exclude<Failure, { readonly class: 'rejected' }>;

export type UploadSearch =
  /** `last` is the call that ended the search. */
  | { readonly ok: true; readonly found: ReadonlyMap<string, ListedUpload>; readonly last: CallMade }
  | { readonly ok: false; readonly failure: PassingFailure; readonly last: CallMade }
  /** Stopped by `beforeCall`. */
  | { readonly ok: null };

// Ten thousand uploads: two days of the whole quota of an account.
const pagesMax = 100;
// The platform's clock and ours.
const clockSkewMs = 3_600_000;

/**
 * Looks for uploads in the platform's list, as far back as they can stand, and returns those found by batch id. A list that does
 * not come whole finds nothing: to take what was not seen for what is not there would send it twice.
 */
export async function findUploads(
  options: DeliveryOptions,
  destination: OpenDestination,
  list: UploadList<unknown>,
  wanted: readonly WantedUpload[],
  beforeCall: (callMs: number) => Promise<boolean> = async () => true,
): Promise<UploadSearch> {
  const oldestMs = Math.min(...wanted.map(({ createdMs }) => createdMs)) - clockSkewMs;
  const found = new Map<string, ListedUpload>();
  for (let offset = 0, page = 1; ; page += 1) {
    const request = list.request(destination.settings, contextOf(destination, options.now()), offset);
    if (!(await beforeCall(request.timeoutMs))) return { ok: null };
    const last = await makeCall(options, destination, request);
    const answered = last.answer === null ? last.failure : list.read(last.answer, offset, options.now());
    const read = judge(options, destination, answered);
    if (read.class !== 'page') return { ok: false, failure: passing(read), last };
    for (const { batchId, upload } of matches(wanted, read.uploads)) found.set(batchId, upload);
    const ended = read.nextOffset === null || found.size === wanted.length || reachesBack(read.uploads, oldestMs);
    if (ended) return { ok: true, found, last };
    if (page === pagesMax) return { ok: false, failure: tooLong, last };
    offset = read.nextOffset ?? offset;
  }
}

const tooLong: PassingFailure = {
  class: 'retryable',
  afterSeconds: null,
  reason: 'unexpected_answer',
  detail: 'the list of uploads has no end',
};

export function passing(failure: Failure): PassingFailure {
  if (failure.class !== 'rejected') return failure;
  return { class: 'retryable', afterSeconds: null, reason: 'unexpected_answer', detail: failure.detail };
}

function matches(wanted: readonly WantedUpload[], uploads: readonly ListedUpload[]) {
  return wanted.flatMap(({ batchId, ref }) => {
    const upload = uploads.find((listed) => listed.batchId === batchId || (ref !== null && listed.ref === ref));
    return upload === undefined ? [] : [{ batchId, upload }];
  });
}

/**
 * The page ends before what we look for began, and the list is seen to go from new to old: no platform documents its order, so
 * any other list is read to its end.
 */
function reachesBack(uploads: readonly ListedUpload[], oldestMs: number): boolean {
  const first = uploads[0]?.createdMs ?? null;
  const last = uploads.at(-1)?.createdMs ?? null;
  return first !== null && last !== null && first > last && last < oldestMs;
}
