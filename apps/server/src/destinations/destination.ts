import type { AdSystem } from '@otkuda/contract';
import type { TObject } from 'typebox';
import type { AddressNeed } from './address-need.ts';
import type { BaseUrlName, CallContext } from './call-context.ts';
import type { HttpAnswer, HttpRequest } from './http-message.ts';
import type { Outcome } from './outcome.ts';
import type { Cause, Identity, OutgoingBatch, OutgoingConversion, Person } from './outgoing.ts';
import type { PlatformGoals } from './platform-goals.ts';
import type { ConversionReason } from './reasons.ts';
import type { SignIn } from './sign-in.ts';
import type { Text } from './text.ts';
import type { TokenStep } from './token.ts';
import type { UploadList, Verdicts } from './verdict.ts';

/**
 * What follows when a call may have arrived and its answer is lost (time-out after sending, fault of the platform, a process that
 * died). `deduplicated`: sent again, the platform tells repeats by its key; where it does so only `withinHours` of the first try, the
 * row ends as `uncertain` after that. `look_up`: its list of uploads is asked first, and what is not in it is sent again.
 * `counted_twice`: sent again at most `resendsMax` times (a lost event costs more than one counted twice), then it ends as
 * `uncertain`.
 */
export type Repeats<Settings> =
  | { readonly kind: 'deduplicated'; readonly withinHours?: number }
  | { readonly kind: 'look_up'; readonly uploads: UploadList<Settings> }
  | { readonly kind: 'counted_twice'; readonly resendsMax: 0 | 1 };

/** Waits between tries, where the platform's events go stale sooner than design.md §9 assumes; after the last the rows end as `failed`. */
export interface RetrySchedule {
  readonly waitSeconds: readonly number[];
}

/** A call that shows whether the settings work, and changes no reports where the platform allows that. */
export interface DestinationTest<Settings> {
  request(settings: Settings, context: CallContext): HttpRequest;
  read(answer: HttpAnswer, nowMs: number): Outcome;
}

/** A setting that is not in order, and what was expected instead (in English, like all of the management API's problems). */
export interface SettingViolation {
  /** Name of the setting, with a dot before a part of it. */
  readonly field: string;
  readonly expected: string;
}

/** Settings and goals to begin with, offered by the dashboard: one of the trackers that a postback often goes to. */
export interface Preset {
  readonly name: string;
  readonly title: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly goals: Readonly<Partial<Record<Exclude<Cause, 'goal' | 'event' | 'refund' | 'stay'>, string>>>;
}

/**
 * One advertising system: everything the rest of the program knows about it. Pure: it writes requests and reads answers, the
 * delivery does the rest, and every decision about what to do next is in the class of the outcome it reads. The dashboard's form,
 * the validation and the docs are made from the same object; registry.test.ts holds what every one of them has to have.
 */
export interface Destination<Settings = unknown> {
  /** Stored with the owner's destinations and part of the API: never changed. */
  readonly type: string;
  readonly title: Text;
  /** What it is for and what is needed to connect it, in a sentence or two. */
  readonly help: Text;
  /** Clicks of this system are its own; null: it belongs to none and takes everybody's unless told otherwise. */
  readonly adSystem: AdSystem | null;
  /** Made with the functions of settings.ts: each has its texts. Optional ones are `Type.Optional`. */
  readonly settings: TObject;
  /** What of settings that fit the schema is not in order all the same. */
  violations?(settings: Settings): readonly SettingViolation[];
  /** Names of settings that are never shown and are masked in the log, wherever they stand. An object's values count each. */
  readonly secrets: readonly string[];
  /** Null: the owner gives the address, so each call goes through the guard against private addresses. */
  readonly baseUrl: BaseUrlName | null;
  /** Goals that the dashboard offers, by what happened. */
  readonly suggestedGoals: Readonly<Partial<Record<'press' | 'open' | 'start' | 'join' | 'stay' | 'leave', string>>>;
  readonly presets?: readonly Preset[];
  /** What the platform is told about the person, the best it takes; null: it cannot use them, and the conversion is `skipped`. */
  identify(person: Person): Identity | null;
  /**
   * Why a goal's name cannot be sent; null: it can. Asked without settings when a conversion is planned, with them when a
   * destination is stored and before a row is sent: what is refused then ends as `failed` with this reason, and without a call.
   */
  refusesTarget(target: string, settings: Settings | null): ConversionReason | null;
  /**
   * What of this row these settings want and it does not have (a postback's address with the id of a click that has none, a purchase
   * without an amount); it is then `skipped` with this reason, and without a call.
   */
  lacks?(conversion: OutgoingConversion, settings: Settings): ConversionReason | null;
  /** How long the platform takes an event: after it happened and, where given, after the click. Past the earlier of both it expires. */
  readonly deadline: { readonly hoursAfterEvent: number; readonly hoursAfterClick?: number };
  /** Rows of refunds go out, with a negative value; else they are not planned. Positive values everybody gets. */
  readonly takesRefunds: boolean;
  /** `OutgoingConversion.visit` is loaded. */
  readonly wantsVisit: boolean;
  /** Visitors whose whole address these settings want to be told (`OutgoingConversion.visitorAddress`); null, or left out: nobody's. */
  addressNeed?(settings: Settings): AddressNeed | null;
  readonly batchSizeMax: number;
  /** Waits OTKUDA_DELIVERY_FLUSH_SECONDS for a batch to fill, since the platform counts requests. */
  readonly fillsBatches: boolean;
  /** Calls under way at once for one destination: 1 keeps the order of events; more, where a call carries one row. */
  readonly callsAtOnce: number;
  readonly token: TokenStep<Settings> | null;
  /** Signing in at the platform in place of a token given by hand. */
  readonly signIn?: SignIn<Settings>;
  /** When the access that these settings give ends, milliseconds since 1970; null: nobody knows. Its owner is told two weeks before. */
  accessEndsMs?(settings: Settings): number | null;
  /** Goals that have to be there before conversions of them, where they can be made by a call. */
  readonly goals?: PlatformGoals<Settings>;
  send(batch: OutgoingBatch, settings: Settings, context: CallContext): HttpRequest;
  /** `size`: how many rows were sent. */
  read(answer: HttpAnswer, nowMs: number, size: number): Outcome;
  /** By the settings, since a postback's address may or may not carry the conversion's id. */
  repeats(settings: Settings): Repeats<Settings>;
  /** Null: design.md §9, until the deadline. */
  readonly retries: RetrySchedule | null;
  /** Null: acceptance is all that will ever be known. */
  readonly verdicts: Verdicts<Settings> | null;
  readonly test: DestinationTest<Settings>;
}
