import type { AdSystem, ApiErrorName } from '@otkuda/contract';
import type { ProjectConfig } from '../directory/config-types.ts';
import type { ClickIds, Marks } from '../domain/click-marks.ts';
import type { IgnoredReason, Reading } from '../domain/signal.ts';

/** A visit of a tracking link, or of a page with the snippet, on its way into the database. */
export interface ClickRecord {
  readonly kind: 'click';
  readonly via: ClickVia;
  readonly projectId: string;
  readonly clickId: string;
  readonly linkId: string | null;
  readonly clickedMs: number;
  /** Why it is no person's visit; null: it counts. */
  readonly machine: string | null;
  readonly adSystem: AdSystem | null;
  readonly marks: Marks;
  readonly ids: ClickIds;
  readonly country: string | null;
  readonly address: string;
  readonly referrer: string | null;
  readonly userAgent: string | null;
  readonly ip: string | null;
  /** Whose destinations may want to know of the press; left out: nobody is told. */
  readonly project?: ProjectConfig;
  /** The place of the invite link of the pool that this visitor is sent to, which this process has reserved: with the click it is theirs. */
  readonly invitePlace?: number;
  /** Stored apart from the click; left out: nobody has to be told the address. */
  readonly keptAddress?: KeptAddress;
}

/** The visitor's whole address, which nobody can read but who has the secret key, and when it is dropped at the latest. */
export interface KeptAddress {
  readonly sealed: Buffer;
  readonly dropMs: number;
}

export type ClickVia = 'link' | 'landing';

/**
 * Ids of a click that were learnt after it, such as the Yandex ClientID that the page's beacon tells. The click itself is never changed:
 * its own ids come first, of two learnt ones the first. What is told of a click that is not there is dropped.
 */
export interface ClickIdsRecord {
  readonly kind: 'click_ids';
  readonly projectId: string;
  readonly clickId: string;
  readonly ids: ClickIds;
  readonly learntMs: number;
}

/** The button of a page with the snippet was pressed. It may be told any number of times, and counts once. */
export interface PressRecord {
  readonly kind: 'press';
  readonly project: ProjectConfig;
  readonly clickId: string;
  readonly pressedMs: number;
}

/** What a call is answered, before the envelope. */
export type Answer =
  | { readonly ok: true; readonly data: Readonly<Record<string, unknown>> | null }
  | { readonly ok: false; readonly error: ApiErrorName; readonly details: string | null };

export function ok(data: Readonly<Record<string, unknown>> | null = null): Answer {
  return { ok: true, data };
}

export function refuse(error: ApiErrorName, details: string | null): Answer {
  return { ok: false, error, details };
}

/** A call of the API on its way into the database. */
export interface RequestRecord {
  readonly kind: 'request';
  readonly requestId: string;
  readonly project: ProjectConfig;
  readonly keyId: string;
  readonly receivedMs: number;
  readonly method: string;
  readonly contentType: string | null;
  readonly body: Buffer;
  readonly idempotencyKey: string | null;
  readonly replayOf: string | null;
  /** What is to be done, or, for a call that only has to be remembered, how it ended. */
  readonly task: RequestTask;
}

export type RequestTask =
  | {
      readonly kind: 'store';
      readonly reading: Exclude<Reading, { readonly kind: 'refused' }>;
      /** From what became of it to the answer; pure, since a batch may be repeated. */
      answer(outcome: RequestOutcome): Answer;
    }
  | {
      readonly kind: 'remember';
      readonly outcome: 'read' | 'refused' | 'accepted';
      readonly answer: Answer;
      readonly userId: string | null;
      /** How many calls this row stands for. */
      readonly calls: number;
    };

/** What became of a call's signals. */
export type RequestOutcome =
  | { readonly kind: 'ignored'; readonly reason: IgnoredReason }
  /** The same delivery was stored before. */
  | { readonly kind: 'repeated' }
  | { readonly kind: 'conflict' }
  | { readonly kind: 'done'; readonly signals: readonly SignalOutcome[] };

export type SignalOutcome = { readonly kind: 'no_such_user'; readonly userId: string } | StoredOutcome;

export interface StoredOutcome {
  readonly kind: 'stored';
  readonly eventId: string;
  /** Null: a start of which nobody says who it was. */
  readonly userId: string | null;
  /** Conversions planned for the goal that the caller named; empty where it named none. */
  named: readonly PlannedGoal[];
  /** Why the named goal goes to no destination at all. */
  unsent: UnsentReason | null;
}

/** Why a goal that a caller named goes nowhere. */
export type UnsentReason = 'organic' | 'unknown_source' | 'no_destination';

export type PlannedGoal =
  | { readonly state: 'pending' }
  | { readonly state: 'skipped'; readonly reason: string }
  | {
      readonly state: 'expired';
      /** The owner's window after the touch, or the platform's own deadline after the event. */
      readonly reason: 'window' | 'deadline';
      readonly windowDays: number;
      readonly windowEndedMs: number;
    };

export type IngestRecord = ClickRecord | ClickIdsRecord | PressRecord | RequestRecord;
