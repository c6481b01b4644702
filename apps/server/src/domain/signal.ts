import type { EventResult, Label } from '@otkuda/contract';

/** What is known of a person from the payload; undefined: it does not say, null: it says there is none. */
export interface Profile {
  readonly firstName?: string | null;
  readonly lastName?: string | null;
  readonly username?: string | null;
  readonly languageCode?: string | null;
  readonly isPremium?: boolean;
}

export interface InviteLink {
  readonly url: string;
  readonly name: string | null;
}

interface SignalBase {
  readonly userId: string;
  /** When it happened, milliseconds since 1970. */
  readonly atMs: number;
}

/** A start of the bot, with the parameter as it came; '' where there was none. */
export interface Started extends SignalBase {
  readonly kind: 'started';
  readonly profile: Profile;
  readonly startValue: string;
  /**
   * It comes from a constructor, which may tell one start twice, once without its value: such starts within a minute are one. A raw
   * update is recognised by its id instead.
   */
  readonly folds?: boolean;
}

/**
 * A start of which the sender does not say who it was: it is attributed, counted and told to the ad systems, but there is no
 * subscriber, and two of them are never taken for one.
 */
export interface AnonymousStart {
  readonly kind: 'anonymous_start';
  readonly userId: null;
  readonly atMs: number;
  readonly startValue: string;
}

/** The person blocked the bot, or lifted the block. */
export interface BlockChanged extends SignalBase {
  readonly kind: 'stopped' | 'resumed';
  readonly profile: Profile;
}

/** Membership of a channel or group. */
export interface MembershipChanged extends SignalBase {
  readonly kind: 'joined' | 'left';
  readonly profile: Profile;
  readonly chatId: string;
  readonly inviteLink: InviteLink | null;
}

export interface GoalReached extends SignalBase {
  readonly kind: 'goal';
  readonly target: string;
}

export interface EventHappened extends SignalBase {
  readonly kind: 'event';
  readonly type: string;
  readonly result: EventResult;
  /** Decimal string: positive is revenue, negative a cost. */
  readonly amount: string | null;
  /** Money given back: its negative amount lowers the revenue instead of adding to the costs. */
  readonly refund?: boolean;
  readonly labels: readonly Label[] | null;
  /** Goal to report with it. */
  readonly target: string | null;
}

export type MembershipSignal = Started | BlockChanged | MembershipChanged;
export type Signal = MembershipSignal | AnonymousStart | GoalReached | EventHappened;

export function isMembershipSignal(signal: Signal): signal is MembershipSignal {
  return signal.kind !== 'goal' && signal.kind !== 'event' && signal.kind !== 'anonymous_start';
}

/** Why a payload that is in order means nothing for the project. Shown in the request log. */
export const ignoredReasons = {
  other_update: 'an update of a kind that says nothing about subscriptions',
  not_a_start: 'a message that is no /start',
  not_private: 'a /start outside the private chat with the bot',
  forwarded: 'a forwarded message',
  a_bot: 'the user is a bot',
  no_change: 'the membership did not change',
  join_request: 'a request to join: the subscription counts once it is approved, the goal `open` at once',
  bot_in_chat: 'the bot itself was added to a chat or removed from it',
  other_chat: "membership of another chat than the project's chat_id",
  no_user: 'a probe or test data: there is no user in it',
  other_event: 'an event of a kind that says nothing about subscriptions',
  other_service: 'an event of another messenger than Telegram',
  unknown_event: 'an event whose name is not known: a goal for it can be set in the project (toolsy_goals)',
} as const;

export type IgnoredReason = keyof typeof ignoredReasons;

/**
 * Somebody asks to be let into a channel. Nobody has subscribed yet and maybe never will, so nothing is stored about them: it is told as
 * the goal `open`, and that is all.
 */
export interface JoinRequested extends SignalBase {
  readonly kind: 'join_requested';
  readonly inviteLink: InviteLink | null;
}

/** What a sender makes of a payload. */
export type Reading =
  | {
      readonly kind: 'signals';
      readonly signals: readonly Signal[];
      /** Names the delivery, so that a repeated one is recognised; null where the payload has no identity. */
      readonly dedupe: Dedupe | null;
    }
  | { readonly kind: 'ignored'; readonly reason: IgnoredReason; readonly userId: string | null }
  | JoinRequested
  | { readonly kind: 'refused'; readonly error: 'badRequest' | 'unprocessable'; readonly details: string };

export interface Dedupe {
  readonly key: string;
  /** How long a repeat is recognised; null: always. */
  readonly hours: number | null;
  /** Whether a repeat is answered OK or as a conflict. */
  readonly repeat: 'ok' | 'conflict';
}
