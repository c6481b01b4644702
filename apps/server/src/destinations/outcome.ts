import type { CallReason, ConversionReason, OwnerReason } from './reasons.ts';

/** A call that did not do what it was for, by class: the destination decides, never the caller. `detail` is the platform's own words. */
export type Failure = Retryable | Ambiguous | Throttled | Quota | NeedsOwner | Rejected;

/** Nothing was taken (refused before it was read, no connection); the same rows are sent again with backoff. */
export interface Retryable {
  readonly class: 'retryable';
  /** The platform's own wish (`Retry-After`), which wins over the backoff; null: none. */
  readonly afterSeconds: number | null;
  readonly reason: CallReason;
  readonly detail: string;
  /** After so many tries of the batch its rows end as `failed`; left out: they are tried until their deadline. */
  readonly triesMax?: number;
}

/** It may have been taken: a fault while answering, an answer nobody can read. What follows is said by `Destination.repeats`. */
export interface Ambiguous {
  readonly class: 'ambiguous';
  readonly afterSeconds: number | null;
  readonly reason: CallReason;
  readonly detail: string;
  readonly triesMax?: number;
}

/** Nothing was taken, all is well, but calls come too fast: the destination rests, and its breaker does not count it. */
export interface Throttled {
  readonly class: 'throttled';
  readonly afterSeconds: number | null;
  readonly reason: CallReason;
  readonly detail: string;
}

/** A quota of the account is used up until then: the whole destination is left alone. */
export interface Quota {
  readonly class: 'quota';
  readonly untilMs: number;
  readonly reason: CallReason;
  readonly detail: string;
}

/**
 * The owner has to act: credentials, rights, a deleted counter. The destination stops and tells its owner; rows wait and go when it
 * is mended. `token_invalid` with a token that `Destination.token` fetched earlier makes a fresh one be fetched and tried first.
 */
export interface NeedsOwner {
  readonly class: 'needs_owner';
  readonly reason: OwnerReason;
  readonly detail: string;
}

/**
 * These rows never. Where the platform names the bad ones, `rows` does too: they end as `failed` and the others are sent again at
 * once. Without it a batch of several is split in halves, so that the bad row is found in log₂ steps.
 */
export interface Rejected {
  readonly class: 'rejected';
  readonly reason: ConversionReason;
  readonly detail: string;
  readonly rows?: readonly RejectedRow[];
}

export interface RejectedRow {
  /** Place in the batch that was sent, from 0. */
  readonly index: number;
  readonly reason: ConversionReason;
  readonly detail: string;
}

/**
 * The platform has the rows. `accepted`: that is all that is known, or a verdict is asked for later (`Destination.verdicts`).
 * `confirmed`: its answer already says that it counts them. `ref` is its name for what it took, `response` what the owner sees.
 */
export interface Accepted {
  readonly class: 'accepted' | 'confirmed';
  readonly ref: string | null;
  readonly response: string;
}

export type Outcome = Accepted | Failure;
