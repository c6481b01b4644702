import type { EventResult, Platform } from '@otkuda/contract';
import type { ClickIds, Marks } from '../domain/click-marks.ts';

/** What happened that a conversion tells of. `press` is a person's click on a tracking link, `stay` somebody still here after the hours. */
export const causes = ['press', 'open', 'start', 'join', 'stay', 'leave', 'goal', 'event', 'refund'] as const;
export type Cause = (typeof causes)[number];

/** Whose conversion it is, at the moment it is planned: the person, and the click behind them where there was one. */
export interface Person {
  readonly platform: Platform;
  /** The messenger's id; null where nobody is known yet (`press`, starts of constructors that name no user). */
  readonly userId: string | null;
  /** Ids of the ad systems as they wrote them, those learnt after the click included (a Yandex ClientID by beacon, `_fbp`). */
  readonly ids: ClickIds;
  /** utm_* */
  readonly marks: Marks;
  /** Otkuda's own id of the click; null: no click. */
  readonly clickId: string | null;
  /** Milliseconds since 1970; null: no click. */
  readonly clickedMs: number | null;
}

/**
 * What the platform is told about the person. Kept with the conversion (and erased with the person), so that a batch sent again is
 * the same bytes, whatever is learnt meanwhile.
 */
export interface Identity {
  /** Rows of one kind can share a batch (a CSV file has one id column); shown to the owner, so it must name no person. */
  readonly kind: string;
  /** By names of the destination's own choosing: one, or several at once. */
  readonly ids: Readonly<Record<string, string>>;
}

/** The visit behind the click as a browser would tell of it. */
export interface Visit {
  /** What was opened: the whole address of a landing page, path and query of a tracking link. */
  readonly address: string | null;
  readonly referrer: string | null;
  readonly userAgent: string | null;
  /** Shortened: the last part of it is zero. */
  readonly ip: string | null;
}

/** A row of a batch as a platform gets to see it. */
export interface OutgoingConversion {
  /** A UUID, the same at every try: the key by which a platform tells repeats. */
  readonly conversionId: string;
  readonly userId: string | null;
  readonly platform: Platform;
  readonly cause: Cause;
  /** The goal's name in the ad system. */
  readonly target: string;
  /** `event_type` of add_event; null: no such event. */
  readonly eventType: string | null;
  readonly result: EventResult | null;
  readonly happenedMs: number;
  /** Null: no click behind it. */
  readonly clickId: string | null;
  readonly clickedMs: number | null;
  /** Decimal string; positive, or negative where it is a refund and `Destination.takesRefunds`. Null: none. */
  readonly value: string | null;
  /** ISO 4217, the project's. */
  readonly currency: string;
  readonly identity: Identity;
  /** Only where `Destination.wantsVisit`, and the click is known and not yet dropped. */
  readonly visit: Visit | null;
  /** The whole address, where `Destination.addressNeed` covers the visit. Null: it was not kept, or no longer. */
  readonly visitorAddress: string | null;
}

/** Rows in the order of their ids, all of one kind. */
export interface OutgoingBatch {
  /** A UUID, the same at every try of the same rows. */
  readonly batchId: string;
  readonly conversions: readonly OutgoingConversion[];
}
