import type { AdSystem } from '@otkuda/contract';
import type { TObject } from 'typebox';
import type { ClickIds } from '../domain/click-marks.ts';
import type { CallReason, ConversionReason, OwnerReason } from './reasons.ts';

/** Which identifier of a click the platform gets. Rows of one kind can share a batch. */
export interface Identifier {
  readonly kind: string;
  readonly value: string;
}

/** A row of a batch as a platform gets to see it. */
export interface OutgoingConversion {
  readonly conversionId: string;
  /** Null: a start of which the sender did not say who it was. */
  readonly userId: string | null;
  readonly target: string;
  readonly happenedMs: number;
  /** Decimal string, positive; null where there is none. */
  readonly value: string | null;
  readonly currency: string;
  readonly id: Identifier;
}

export interface OutgoingBatch {
  readonly batchId: string;
  readonly conversions: readonly OutgoingConversion[];
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly timeoutMs: number;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A call that did not do what it was for, by class: the destination decides, never the caller. `detail` is the platform's own words. */
export type Failure =
  /** Nothing was taken; try again later. `afterSeconds` is the platform's own wish. */
  | {
      readonly class: 'retryable';
      readonly afterSeconds: number | null;
      readonly reason: CallReason;
      readonly detail: string;
    }
  /** It may have been taken. */
  | {
      readonly class: 'ambiguous';
      readonly afterSeconds: number | null;
      readonly reason: CallReason;
      readonly detail: string;
    }
  /** A quota of the account is used up until then: leave the whole destination alone. */
  | { readonly class: 'quota'; readonly untilMs: number; readonly reason: CallReason; readonly detail: string }
  /** The owner has to act: credentials, rights, a deleted counter. */
  | { readonly class: 'needs_owner'; readonly reason: OwnerReason; readonly detail: string }
  /** These rows never. A batch of several is split to find the bad one. */
  | { readonly class: 'rejected'; readonly reason: ConversionReason; readonly detail: string };

/** `ref` is the platform's name for what it took, `response` what the owner gets to see. */
export interface Accepted {
  readonly class: 'accepted';
  readonly ref: string | null;
  readonly response: string;
}

export type Outcome = Accepted | Failure;

/** What a platform says later about an upload. */
export type Verdict =
  | { readonly state: 'waiting' }
  | {
      readonly state: 'done';
      readonly matched: number;
      readonly total: number;
      /** Why rows did not match; null where all did, or where the platform gives no one reason for all of them. */
      readonly reason: ConversionReason | null;
      /** "k of n matched". */
      readonly summary: string;
    };

/** A list of what was uploaded, read page by page: verdicts, and the search for an upload whose answer got lost. */
export interface UploadList<Settings> {
  request(settings: Settings, baseUrl: string, offset: number): HttpRequest;
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

/** A call that shows whether the settings work, and changes no reports where the platform allows that. */
export interface DestinationTest<Settings> {
  request(settings: Settings, baseUrl: string): HttpRequest;
  read(answer: HttpAnswer, nowMs: number): Outcome;
}

/** One advertising system: everything the rest of the program knows about it. */
export interface Destination<Settings = unknown> {
  readonly type: string;
  /** Clicks of this system are its own; null: it belongs to none. */
  readonly adSystem: AdSystem | null;
  readonly settings: TObject;
  /** Names of settings that are never shown. */
  readonly secrets: readonly string[];
  /** Which environment variable replaces its base address. */
  readonly baseUrl: 'yandexMetricaUrl';
  /** The identifier to send, the best one first; null: it cannot use this click. */
  identify(ids: ClickIds): Identifier | null;
  /** Why a goal's name cannot be sent; null: it can. */
  refusesTarget(target: string): ConversionReason | null;
  /** How long after the event the platform still takes it. */
  readonly deadlineHours: number;
  readonly batchSizeMax: number;
  /** Waits for a batch to fill, since the platform counts requests. */
  readonly fillsBatches: boolean;
  send(batch: OutgoingBatch, settings: Settings, baseUrl: string): HttpRequest;
  read(answer: HttpAnswer, nowMs: number): Outcome;
  /**
   * Where it lists uploads: asked before an ambiguous batch is sent again, and for verdicts. Null: what may have arrived is never
   * sent again and ends as `uncertain`, and there are no verdicts.
   */
  readonly uploads: UploadList<Settings> | null;
  readonly test: DestinationTest<Settings>;
}
