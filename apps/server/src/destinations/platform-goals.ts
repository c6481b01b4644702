import type { CallContext } from './call-context.ts';
import type { HttpAnswer, HttpRequest } from './http-message.ts';
import type { Failure } from './outcome.ts';

/** A goal as the platform has it; `fits`: it takes conversions by this identifier. */
export interface GoalThere {
  readonly identifier: string;
  readonly fits: boolean;
}

/** Goals that the platform has to know before it takes conversions of them, and that can be made by a call. */
export interface PlatformGoals<Settings> {
  list(settings: Settings, context: CallContext): HttpRequest;
  readList(
    answer: HttpAnswer,
    nowMs: number,
  ): { readonly class: 'goals'; readonly goals: readonly GoalThere[] } | Failure;
  make(identifier: string, settings: Settings, context: CallContext): HttpRequest;
  readMade(answer: HttpAnswer, nowMs: number): { readonly class: 'made' } | Failure;
}
