import type { MessengerFault } from '../messenger/faults.ts';
import { type LoggedCall, serve } from '../messenger/serve.ts';
import { BotApiError } from './api-error.ts';
import type { SentMessage } from './bot.ts';
import { answerBotApi, refusalOf } from './bot-api.ts';
import type { ChatRoom } from './chats.ts';
import { type TelegramOptions, World } from './world.ts';

/** A strict local stand-in for the Telegram Bot API (payloads.md §1), with the people that use it. */
export interface TelegramSimulator {
  /** The server's `TELEGRAM_API_URL`. */
  readonly url: string;
  readonly calls: readonly LoggedCall[];
  /** A bot that has never been used; its id stands before the colon. */
  addBot(token: string, username: string): void;
  /** BotFather gives the bot another token; null: only takes the old one away. */
  replaceToken(username: string, token: string | null): void;
  addChat(chat: { id: number; title: string; username?: string; type?: 'channel' | 'supergroup' }): ChatRoom;
  chat(chatId: number): ChatRoom;
  /** Makes a bot an administrator of a chat. */
  administer(chatId: number, username: string, rights?: { canInvite?: boolean }): void;
  /** Takes a bot's place in a chat away. */
  demote(chatId: number, username: string, status?: 'member' | 'left' | 'kicked'): void;
  /** Somebody presses Start in the bot, by a link with a parameter. */
  start(userId: number, username: string, parameter?: string): void;
  /** Somebody writes to the bot. */
  write(userId: number, username: string, text: string): void;
  block(userId: number, username: string): void;
  unblock(userId: number, username: string): void;
  sent(username: string): readonly SentMessage[];
  /** How many updates of the bot nobody has taken yet. */
  pending(username: string): number;
  /** The webhook that is set, with its secret; null: none. */
  webhook(username: string): { readonly url: string; readonly secret: string | null } | null;
  inject(fault: MessengerFault): void;
  clearFaults(): void;
  close(): Promise<void>;
}

export async function startTelegram(options: TelegramOptions = {}): Promise<TelegramSimulator> {
  const world = new World(options);
  const served = await serve(
    {
      faults: world.faults,
      methodOf: ({ pathname }) => pathname.split('/').at(-1) ?? '',
      answer: (call) => answerBotApi(world, call),
      refusal: ({ status, description, retryAfterSeconds }) =>
        refusalOf(new BotApiError(status, description ?? `Error ${status}`, retryAfterSeconds ?? null)),
    },
    options.port ?? 0,
  );
  const write = (userId: number, username: string, text: string): void => {
    const bot = world.bot(username);
    const user = world.person(userId);
    bot.started.add(userId);
    const command = /^\/\w+/.exec(text)?.[0];
    const entities =
      command === undefined ? {} : { entities: [{ offset: 0, length: command.length, type: 'bot_command' }] };
    const chat = { id: userId, first_name: user.first_name, type: 'private' };
    const message = { message_id: world.nextId(), from: user, chat, date: world.seconds, text, ...entities };
    world.tell(bot, 'message', message, String(userId));
  };
  const changeBlock = (userId: number, username: string, blocked: boolean): void => {
    const bot = world.bot(username);
    if (blocked) bot.blockedBy.add(userId);
    else bot.blockedBy.delete(userId);
    const user = world.person(userId);
    const status = (one: boolean): object =>
      one ? { user: bot.user, status: 'kicked', until_date: 0 } : { user: bot.user, status: 'member' };
    const told = {
      chat: { id: userId, first_name: user.first_name, type: 'private' },
      from: user,
      date: world.seconds,
      old_chat_member: status(!blocked),
      new_chat_member: status(blocked),
    };
    world.tell(bot, 'my_chat_member', told, `my:${userId}`);
  };
  return {
    url: served.url,
    calls: served.calls,
    addBot: (token, username) => void world.addBot(token, username),
    replaceToken: (username, token) => {
      world.bot(username).token = token ?? 'none';
    },
    addChat: (chat) => world.addChat(chat),
    chat: (chatId) => world.room(chatId),
    administer: (chatId, username, rights = {}) =>
      void world.room(chatId).addAdministrator(world.bot(username), rights),
    demote: (chatId, username, status) => world.room(chatId).demote(world.bot(username), status),
    start: (userId, username, parameter = '') => {
      const bot = world.bot(username);
      // Who has blocked it and presses Restart lifts the block first.
      if (bot.blockedBy.has(userId)) changeBlock(userId, username, false);
      write(userId, username, parameter === '' ? '/start' : `/start ${parameter}`);
    },
    write,
    block: (userId, username) => changeBlock(userId, username, true),
    unblock: (userId, username) => changeBlock(userId, username, false),
    sent: (username) => world.bot(username).sent,
    pending: (username) => world.bot(username).updates.list().length,
    webhook: (username) => world.bot(username).webhook,
    inject: (fault) => world.faults.inject(fault),
    clearFaults: () => world.faults.clear(),
    close: async () => {
      world.close();
      await served.close();
    },
  };
}
