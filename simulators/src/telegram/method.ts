import type { TelegramBot } from './bot.ts';
import type { Parameters } from './parameters.ts';
import type { World } from './world.ts';

/** A call of a method by a bot that is known. */
export interface MethodCall {
  readonly world: World;
  readonly bot: TelegramBot;
  readonly parameters: Parameters;
  /** Aborted when the caller goes away. */
  readonly gone: AbortSignal;
}

/** Gives the result, or throws a BotApiError. */
export type Method = (call: MethodCall) => unknown;
