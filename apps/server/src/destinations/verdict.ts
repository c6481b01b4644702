import type { CallContext } from './call-context.ts';
import type { HttpAnswer, HttpRequest } from './http-message.ts';
import type { Failure } from './outcome.ts';
import type { ConversionReason } from './reasons.ts';

/** What a platform says later about what it took. */
export type Verdict =
  | { readonly state: 'waiting' }
  | {
      readonly state: 'done';
      /** Rows that count. All: they are `confirmed`; none: `failed`; some: they stay `accepted`, since nobody knows which. */
      readonly matched: number;
      readonly total: number;
      /** Why rows did not match; null where all did, or where the platform gives no one reason for all of them. */
      readonly reason: ConversionReason | null;
      /** "k of n matched". */
      readonly summary: string;
    }
  /** It lost them by a fault of its own: they are sent again with backoff. Only for platforms that tell repeats by a key. */
  | { readonly state: 'lost'; readonly summary: string };

/** A list of what was uploaded, read page by page: verdicts, and the search for an upload whose answer got lost. */
export interface UploadList<Settings> {
  request(settings: Settings, context: CallContext, offset: number): HttpRequest;
  /** `offset` is that of the request that was answered. */
  read(answer: HttpAnswer, offset: number, nowMs: number): UploadPage | Failure;
}

export interface UploadPage {
  readonly class: 'page';
  readonly uploads: readonly ListedUpload[];
  /** Offset of the next page; null: this was the last. */
  readonly nextOffset: number | null;
}

export interface ListedUpload {
  readonly ref: string;
  /** Null where it is not one of ours. */
  readonly batchId: string | null;
  /** Null where the platform does not tell. */
  readonly createdMs: number | null;
  readonly verdict: Verdict;
  /** As the platform wrote it, for the attempt log. */
  readonly entry: string;
}

/** A question about one batch by the `ref` that the platform gave it when it was accepted. */
export interface VerdictByRef<Settings> {
  request(ref: string, settings: Settings, context: CallContext): HttpRequest;
  read(answer: HttpAnswer, nowMs: number): { readonly class: 'verdict'; readonly verdict: Verdict } | Failure;
}

/** How the verdict on an accepted batch is learnt: one list for all batches, or a call for each. */
export type Verdicts<Settings> = {
  /** The first look after acceptance; with OTKUDA_DELIVERY_POLL_SECONDS at 0 it comes at once. */
  readonly firstLookSeconds: number;
  /** A verdict later than this will not come: the rows stay `accepted`. */
  readonly giveUpHours: number;
} & (
  | { readonly from: 'list'; readonly list: UploadList<Settings> }
  | { readonly from: 'ref'; readonly ref: VerdictByRef<Settings> }
);
