import type { ProjectKind } from '@otkuda/contract';
import type { Reading } from '../domain/signal.ts';

/** What a sender may know besides its payload: senders are pure, so the time is handed in. */
export interface SenderContext {
  readonly nowMs: number;
  readonly project: {
    readonly kind: ProjectKind;
    /** The chat whose membership counts, as Telegram writes its id; null where it is not set. */
    readonly chatId: string | null;
    /** Goals that the project set for events of Toolsy; an event that is not named gets a goal of its own name. */
    readonly toolsyGoals?: Readonly<Record<string, string>>;
  };
}

/** Makes signals of one sender's payload, a typed reason of one that means nothing, or a typed refusal. */
export type Sender = (payload: unknown, context: SenderContext) => Reading;

export type Ignored = Extract<Reading, { readonly kind: 'ignored' }>;
export type Refused = Extract<Reading, { readonly kind: 'refused' }>;
