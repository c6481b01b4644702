import { isFailure, type MessengerFailure } from '../failure.ts';
import type { Messenger } from '../messenger.ts';
import type { MessengersOptions } from '../options.ts';
import type { BotRow } from './bot.ts';
import { anyPolling } from './connect.ts';
import { projectsOfBot } from './projects-of-bot.ts';
import { receiveUpdates } from './receive.ts';

export interface PollingOptions extends MessengersOptions {
  /** Whether this process may still act for the bot. */
  readonly holds: (botKey: string) => boolean;
}

/** What came of one call for updates. */
export type Polled =
  | { readonly kind: 'read'; readonly updates: number }
  /** The bot is another process's by now, or this one is about to stop: what came is left to the next call. */
  | { readonly kind: 'left' }
  | { readonly kind: 'failed'; readonly failure: MessengerFailure; readonly isReadElsewhere: boolean };

/** Reads the updates of a bot without a webhook, a page at a time. */
export class Polling {
  readonly #options: PollingOptions;
  readonly #messenger: Messenger;
  #next: string | null = null;
  #conflicts = 0;

  constructor(options: PollingOptions, messenger: Messenger) {
    this.#options = options;
    this.#messenger = messenger;
  }

  /** Confirms with each call what the one before brought, which by then is on disk. */
  async poll(bot: BotRow, signal: AbortSignal): Promise<Polled> {
    const { holds } = this.#options;
    try {
      const { updates, next } = await this.#messenger.poll(this.#next, signal);
      if (!holds(bot.bot_key)) return { kind: 'left' };
      if (updates.length > 0) await this.#receive(bot, updates);
      this.#next = next;
      this.#conflicts = 0;
      return { kind: 'read', updates: updates.length };
    } catch (error) {
      if (signal.aborted || !holds(bot.bot_key)) return { kind: 'left' };
      if (!isFailure(error)) throw error;
      return { kind: 'failed', failure: error, isReadElsewhere: this.#isReadElsewhere(bot, error) };
    }
  }

  async #receive(bot: BotRow, updates: readonly unknown[]): Promise<void> {
    const projects = await projectsOfBot(this.#options, bot.bot_key);
    const bodies = updates.map((update) => Buffer.from(JSON.stringify(update)));
    await receiveUpdates(this.#options, { key: bot.bot_key, platform: bot.platform, projects }, bodies);
  }

  /** A single conflict may be a poll of this server's own that was still open somewhere; another program comes back. */
  #isReadElsewhere(bot: BotRow, failure: MessengerFailure): boolean {
    if (failure.class !== 'conflict' || bot.take_over === anyPolling) return false;
    this.#conflicts += 1;
    return this.#conflicts > 1 || isAboutWebhook(failure);
  }
}

/** A webhook has an address that can be shown to the owner; another program that polls has none. */
export function isAboutWebhook({ message }: MessengerFailure): boolean {
  return /webhook/i.test(message);
}
