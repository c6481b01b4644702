import type { AdSystem, EventResult, Label } from '@otkuda/contract';
import type { Cause, Identity } from '../destinations/outgoing.ts';
import type { ClickIds, Marks } from '../domain/click-marks.ts';
import type { Effect, Membership, MembershipFact } from '../domain/membership.ts';

export type Exactness = 'exact' | 'probable' | 'organic' | 'unknown';
export type SourceType = 'tracking_link' | 'landing' | 'invite_link' | 'bot_hop' | 'organic' | 'unknown';

/** A combination that reports group by; its id is a hash of the rest. */
export interface Source {
  readonly sourceId: string;
  readonly linkId: string | null;
  readonly adSystem: AdSystem | null;
  readonly marks: Marks;
  readonly country: string | null;
  readonly exactness: Exactness;
}

export interface Touch {
  readonly touchId: string;
  readonly projectId: string;
  /** Null: of a start of which nobody says who it was. */
  readonly userId: string | null;
  readonly touchedMs: number;
  readonly source: Source;
  readonly sourceType: SourceType;
  readonly confidence: number;
  readonly startValue: string | null;
  readonly clickId: string | null;
  readonly clickedMs: number | null;
  readonly ids: ClickIds;
  /** All marks of the click; the source keeps only those that reports group by. */
  readonly marks: Marks;
}

/** What is needed of a subscriber's last attributed touch to report goals. */
export interface LastTouch {
  readonly touchId: string;
  readonly touchedMs: number;
  readonly adSystem: AdSystem | null;
  readonly ids: ClickIds;
  readonly marks: Marks;
  readonly clickId: string | null;
  readonly clickedMs: number | null;
}

export interface StoredProfile {
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly username: string | null;
  readonly languageCode: string | null;
  readonly isPremium: boolean | null;
  readonly profileMs: number | null;
}

export interface SubscriberRow {
  readonly projectId: string;
  readonly userId: string;
  readonly profile: StoredProfile;
  readonly membership: Membership;
  readonly facts: number;
  readonly stateMs: number | null;
  readonly firstTouch: { readonly touchId: string; readonly touchedMs: number } | null;
  readonly lastTouch: LastTouch | null;
  readonly sourceId: string | null;
}

/** A membership fact with what is counted for it; refolding after a late fact may change that. */
export interface StoredFact extends MembershipFact {
  readonly eventId: string;
  /** Null: it brought no touch. */
  touchId: string | null;
  sourceId: string;
  /** Written by an earlier transaction. */
  readonly stored: boolean;
  /** Starts: the value it came with. */
  startValue: string | null;
  effect: Effect;
}

export type EventKind = 'start' | 'stop' | 'resume' | 'join' | 'leave' | 'goal' | 'event' | 'refund';

export interface EventRow {
  readonly projectId: string;
  readonly eventId: string;
  /** Null: a start of which nobody says who it was; there is no subscriber then. */
  readonly userId: string | null;
  readonly happenedMs: number;
  readonly kind: EventKind;
  readonly type: string | null;
  readonly target: string | null;
  readonly result: EventResult | null;
  readonly amount: string | null;
  readonly labels: readonly Label[] | null;
  /** Filled before it is written; null: it carries no labels, or such as are not counted. */
  labelSetId: string | null;
  readonly touchId: string | null;
  readonly sourceId: string;
  /** Facts about membership only: what is counted for it may still change until the batch is written. */
  readonly fact: StoredFact | null;
  readonly startValue: string | null;
  readonly requestId: string;
}

export interface ConversionRow {
  readonly projectId: string;
  readonly conversionId: string;
  readonly destinationId: string;
  readonly eventId: string | null;
  readonly userId: string | null;
  readonly cause: Cause;
  readonly target: string;
  readonly eventType: string | null;
  readonly result: EventResult | null;
  readonly happenedMs: number;
  readonly value: string | null;
  readonly currency: string;
  /** Null: the destination has no use for this person. */
  readonly identity: Identity | null;
  readonly clickId: string | null;
  readonly clickedMs: number | null;
  readonly onceKey: string | null;
  readonly state: 'pending' | 'skipped' | 'expired';
  readonly reason: string | null;
  readonly dueMs: number | null;
  readonly deadlineMs: number | null;
}
