import { MessengerFaults } from '../messenger/faults.ts';
import { WebhookQueue } from '../messenger/webhook-queue.ts';
import type { TelegramBot, TelegramUser, Webhook } from './bot.ts';
import { type Chat, ChatRoom } from './chats.ts';
import { UpdateQueue } from './updates.ts';

export interface TelegramOptions {
  /** Port on 127.0.0.1; 0 or absent takes a free one. */
  readonly port?: number;
  /** Default `Date.now`. */
  readonly now?: () => number;
  /** Where a webhook's public address really leads; default: there. */
  readonly resolve?: (url: string) => string;
  /** Real milliseconds until a webhook's update is sent again for the second time; doubled each time. Default 2000. */
  readonly webhookRetryMs?: number;
  /** How many invite links may be made in one chat within a minute; more are answered 429. Default: any number. */
  readonly inviteLinksPerMinuteMax?: number;
  /** Longest real wait of a long poll in milliseconds, whatever was asked for. Default 50 000. */
  readonly pollMsMax?: number;
}

/** Everything there is: bots, chats, people, and what still has to be told. */
export class World {
  readonly faults = new MessengerFaults();
  readonly options: TelegramOptions;
  readonly now: () => number;
  readonly bots = new Map<number, TelegramBot>();
  readonly chats = new Map<number, Chat>();
  readonly people = new Map<number, TelegramUser>();
  #lastId = 0;

  constructor(options: TelegramOptions) {
    this.options = options;
    this.now = options.now ?? Date.now;
  }

  get seconds(): number {
    return Math.floor(this.now() / 1000);
  }

  nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  addBot(token: string, username: string): TelegramBot {
    const id = Number(/^(\d+):[\w-]+$/.exec(token)?.[1]);
    if (!Number.isInteger(id)) throw new Error('a token looks like 110201543:AAH…');
    if (this.bots.has(id)) throw new Error(`there is a bot ${id} already`);
    const bot: TelegramBot = {
      token,
      user: { id, is_bot: true, first_name: username, username },
      updates: new UpdateQueue(this.now, 1_000 * (this.bots.size + 1)),
      webhook: null,
      delivery: null,
      lastError: null,
      poll: null,
      sent: [],
      started: new Set(),
      blockedBy: new Set(),
    };
    this.bots.set(id, bot);
    return bot;
  }

  bot(username: string): TelegramBot {
    const bot = [...this.bots.values()].find(({ user }) => user.username === username);
    if (bot === undefined) throw new Error(`there is no bot @${username}`);
    return bot;
  }

  addChat(settings: { id: number; title: string; username?: string; type?: 'channel' | 'supergroup' }): ChatRoom {
    if (this.chats.has(settings.id)) throw new Error(`there is a chat ${settings.id} already`);
    this.chats.set(settings.id, {
      id: settings.id,
      type: settings.type ?? 'channel',
      title: settings.title,
      username: settings.username ?? null,
      members: new Map(),
      links: new Map(),
      requests: new Map(),
      linksMadeMs: [],
    });
    return this.room(settings.id);
  }

  room(chatId: number): ChatRoom {
    const chat = this.chats.get(chatId);
    if (chat === undefined) throw new Error(`there is no chat ${chatId}`);
    return new ChatRoom(this, chat);
  }

  /** A person; made when first spoken of. */
  person(id: number): TelegramUser {
    const known = this.people.get(id) ?? { id, is_bot: false, first_name: `Person ${id}`, language_code: 'ru' };
    this.people.set(id, known);
    return known;
  }

  /** Tells a bot of something, where it wants to know. */
  tell(bot: TelegramBot, kind: string, content: object, queue: string): void {
    const added = bot.updates.add(kind, content, queue);
    if (added !== null) bot.delivery?.push(added.queue, added.update);
  }

  setWebhook(bot: TelegramBot, webhook: Webhook | null): void {
    bot.delivery?.stop();
    bot.delivery = null;
    bot.webhook = webhook;
    bot.lastError = null;
    // A long poll that is open learns that there is a webhook now.
    bot.poll?.abort('webhook');
    if (webhook === null) return;
    const retryMs = this.options.webhookRetryMs ?? 2_000;
    const headers = webhook.secret === null ? {} : { 'x-telegram-bot-api-secret-token': webhook.secret };
    bot.delivery = new WebhookQueue(
      { url: webhook.url, headers },
      {
        resolve: this.options.resolve ?? ((url) => url),
        isTaken: (status) => status >= 200 && status < 300,
        pauseMs: (failures) => (failures === 0 ? 0 : Math.min(retryMs * 2 ** (failures - 1), 60_000)),
        isAlive: (update) => bot.updates.isPending(update),
        onTaken: (update) => bot.updates.take(update),
        onFailed: (text) => {
          bot.lastError = { atMs: this.now(), text };
        },
      },
    );
    for (const { update, queue } of bot.updates.list()) bot.delivery.push(queue, update);
  }

  close(): void {
    for (const bot of this.bots.values()) {
      bot.delivery?.stop();
      bot.poll?.abort('closed');
    }
  }
}
