import { MessengerFaults } from '../messenger/faults.ts';
import { WebhookQueue } from '../messenger/webhook-queue.ts';
import { MaxUpdates } from './updates.ts';

export interface MaxUser {
  readonly user_id: number;
  readonly first_name: string;
  readonly last_name: string;
  readonly username: string | null;
  readonly is_bot: boolean;
  readonly last_activity_time: number;
  readonly name: string;
}

export interface Subscription {
  readonly url: string;
  readonly time: number;
  readonly update_types: readonly string[] | null;
  readonly delivery: WebhookQueue;
}

export interface MaxSentMessage {
  readonly userId: number;
  readonly text: string;
  readonly buttons: readonly { readonly text: string; readonly url: string }[];
}

export interface MaxBot {
  token: string;
  readonly user: MaxUser;
  readonly updates: MaxUpdates;
  readonly subscriptions: Map<string, Subscription>;
  readonly sent: MaxSentMessage[];
  readonly started: Set<number>;
  readonly stoppedBy: Set<number>;
}

export interface MaxChat {
  readonly id: number;
  readonly title: string;
  readonly isChannel: boolean;
  readonly link: string;
  readonly isPublic: boolean;
  readonly members: Set<number>;
  readonly administrators: Set<number>;
}

export interface MaxOptions {
  /** Port on 127.0.0.1; 0 or absent takes a free one. */
  readonly port?: number;
  readonly now?: () => number;
  /** Where a webhook's public address really leads; default: there. */
  readonly resolve?: (url: string) => string;
  /** Real milliseconds until an update is posted again. Default 30 000. */
  readonly webhookRetryMs?: number;
  /** Longest real wait of a long poll. Default 30 000. */
  readonly pollMsMax?: number;
}

const lifeMs = 8 * 3_600_000;

/** Everything there is: bots, channels, people, and what still has to be told. */
export class MaxWorld {
  readonly faults = new MessengerFaults();
  readonly options: MaxOptions;
  readonly now: () => number;
  readonly bots = new Map<string, MaxBot>();
  readonly chats = new Map<number, MaxChat>();
  #lastId = 0;

  constructor(options: MaxOptions) {
    this.options = options;
    this.now = options.now ?? Date.now;
  }

  nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  person(userId: number): MaxUser {
    const first_name = `Person ${userId}`;
    const last_activity_time = this.now();
    return {
      user_id: userId,
      first_name,
      last_name: '',
      username: null,
      is_bot: false,
      last_activity_time,
      name: first_name,
    };
  }

  addBot(token: string, username: string): MaxBot {
    if (this.bots.has(username)) throw new Error(`there is a bot ${username} already`);
    const user = { ...this.person(200_000_000 + this.nextId()), first_name: username, username, is_bot: true };
    const updates = new MaxUpdates(this.now);
    const bot: MaxBot = {
      token,
      user,
      updates,
      subscriptions: new Map(),
      sent: [],
      started: new Set(),
      stoppedBy: new Set(),
    };
    this.bots.set(username, bot);
    return bot;
  }

  bot(username: string): MaxBot {
    const bot = this.bots.get(username);
    if (bot === undefined) throw new Error(`there is no bot ${username}`);
    return bot;
  }

  chat(chatId: number): MaxChat {
    const chat = this.chats.get(chatId);
    if (chat === undefined) throw new Error(`there is no chat ${chatId}`);
    return chat;
  }

  /** With subscriptions an update is posted to each that wants its kind; without any it waits for a long poll. */
  tell(bot: MaxBot, type: string, content: object, queue: string): void {
    const update = { ...content, timestamp: this.now(), update_type: type };
    if (bot.subscriptions.size === 0) bot.updates.add(update);
    for (const { update_types, delivery } of bot.subscriptions.values()) {
      if (update_types === null || update_types.includes(type)) delivery.push(queue, update);
    }
  }

  subscribe(bot: MaxBot, url: string, secret: string | null, updateTypes: readonly string[] | null): void {
    bot.subscriptions.get(url)?.delivery.stop();
    const headers = secret === null ? {} : { 'x-max-bot-api-secret': secret };
    const retryMs = this.options.webhookRetryMs ?? 30_000;
    const delivery = new WebhookQueue(
      { url, headers },
      {
        resolve: this.options.resolve ?? ((address) => address),
        // "any non 200-response" is a failure.
        isTaken: (status) => status === 200,
        pauseMs: () => retryMs,
        isAlive: (update) => 'timestamp' in update && Number(update.timestamp) + lifeMs > this.now(),
        onTaken: () => {},
        onFailed: () => {},
      },
    );
    bot.subscriptions.set(url, { url, time: this.now(), update_types: updateTypes, delivery });
  }

  unsubscribe(bot: MaxBot, url: string): boolean {
    bot.subscriptions.get(url)?.delivery.stop();
    return bot.subscriptions.delete(url);
  }

  close(): void {
    for (const bot of this.bots.values()) {
      for (const { delivery } of bot.subscriptions.values()) delivery.stop();
      bot.updates.wake();
    }
  }
}
