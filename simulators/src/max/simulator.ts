import type { MessengerFault } from '../messenger/faults.ts';
import { type LoggedCall, serve } from '../messenger/serve.ts';
import { answerMaxApi, MaxApiError, maxRefusal } from './max-api.ts';
import { type MaxOptions, type MaxSentMessage, MaxWorld } from './world.ts';

/** A strict local stand-in for the MAX Bot API (payloads.md §9), with the people that use it. */
export interface MaxSimulator {
  /** The server's `MAX_API_URL`. */
  readonly url: string;
  readonly calls: readonly LoggedCall[];
  addBot(token: string, username: string): void;
  replaceToken(username: string, token: string): void;
  addChat(chat: { id: number; title: string; link: string; isPublic?: boolean; isChannel?: boolean }): void;
  /** Makes a bot an administrator of a chat. */
  administer(chatId: number, username: string): void;
  /** Throws the bot out. */
  remove(chatId: number, username: string): void;
  /** Somebody opens the bot, by a link with a payload. Longer ones than 128 characters the platform drops. */
  start(userId: number, username: string, payload?: string): void;
  stop(userId: number, username: string): void;
  write(userId: number, username: string, text: string): void;
  join(userId: number, chatId: number): void;
  leave(userId: number, chatId: number): void;
  sent(username: string): readonly MaxSentMessage[];
  /** Addresses that the bot's updates are posted to. */
  subscriptions(username: string): readonly string[];
  /** A webhook of somebody else's. */
  subscribe(username: string, url: string): void;
  pending(username: string): number;
  inject(fault: MessengerFault): void;
  clearFaults(): void;
  close(): Promise<void>;
}

const payloadCharsMax = 128;

export async function startMax(options: MaxOptions = {}): Promise<MaxSimulator> {
  const world = new MaxWorld(options);
  const served = await serve(
    {
      faults: world.faults,
      methodOf: ({ verb, pathname }) => `${verb} ${pathname.replace(/-?\d+/g, ':id')}`,
      answer: (call) => answerMaxApi(world, call),
      refusal: ({ status, description, retryAfterSeconds }) =>
        maxRefusal(
          new MaxApiError(status, status === 429 ? 'too.many.requests' : 'error', description ?? `Error ${status}`),
          retryAfterSeconds,
        ),
    },
    options.port ?? 0,
  );
  const administrators = (chatId: number) =>
    [...world.bots.values()].filter(({ user }) => world.chat(chatId).administrators.has(user.user_id));
  const move = (userId: number, chatId: number, type: 'user_added' | 'user_removed'): void => {
    const content = { chat_id: chatId, user: world.person(userId), is_channel: world.chat(chatId).isChannel };
    for (const bot of administrators(chatId)) world.tell(bot, type, content, String(chatId));
  };
  return {
    url: served.url,
    calls: served.calls,
    addBot: (token, username) => void world.addBot(token, username),
    replaceToken: (username, token) => {
      world.bot(username).token = token;
    },
    addChat({ id, title, link, isPublic = false, isChannel = true }) {
      world.chats.set(id, { id, title, link, isPublic, isChannel, members: new Set(), administrators: new Set() });
    },
    administer(chatId, username) {
      const { user } = world.bot(username);
      world.chat(chatId).members.add(user.user_id);
      world.chat(chatId).administrators.add(user.user_id);
      world.tell(
        world.bot(username),
        'bot_added',
        { chat_id: chatId, user: world.person(1), is_channel: true },
        String(chatId),
      );
    },
    remove(chatId, username) {
      const { user } = world.bot(username);
      world.chat(chatId).members.delete(user.user_id);
      world.chat(chatId).administrators.delete(user.user_id);
      world.tell(
        world.bot(username),
        'bot_removed',
        { chat_id: chatId, user: world.person(1), is_channel: true },
        String(chatId),
      );
    },
    start(userId, username, payload) {
      const bot = world.bot(username);
      bot.started.add(userId);
      bot.stoppedBy.delete(userId);
      const carried = payload === undefined || payload.length > payloadCharsMax ? {} : { payload };
      world.tell(
        bot,
        'bot_started',
        { chat_id: userId, user: world.person(userId), user_locale: 'ru', ...carried },
        String(userId),
      );
    },
    stop(userId, username) {
      const bot = world.bot(username);
      bot.stoppedBy.add(userId);
      world.tell(
        bot,
        'bot_stopped',
        { chat_id: userId, user: world.person(userId), user_locale: 'ru' },
        String(userId),
      );
    },
    write(userId, username, text) {
      const bot = world.bot(username);
      bot.started.add(userId);
      const message = {
        sender: world.person(userId),
        recipient: { chat_id: userId, chat_type: 'dialog', user_id: bot.user.user_id },
        timestamp: world.now(),
        body: { mid: `mid.${world.nextId()}`, seq: world.nextId(), text },
      };
      world.tell(bot, 'message_created', { message, user_locale: 'ru' }, String(userId));
    },
    join(userId, chatId) {
      const { members } = world.chat(chatId);
      if (members.has(userId)) return;
      members.add(userId);
      move(userId, chatId, 'user_added');
    },
    leave(userId, chatId) {
      if (world.chat(chatId).members.delete(userId)) move(userId, chatId, 'user_removed');
    },
    sent: (username) => world.bot(username).sent,
    subscriptions: (username) => [...world.bot(username).subscriptions.keys()],
    subscribe: (username, url) => world.subscribe(world.bot(username), url, null, null),
    pending: (username) => world.bot(username).updates.size,
    inject: (fault) => world.faults.inject(fault),
    clearFaults: () => world.faults.clear(),
    close: async () => {
      world.close();
      await served.close();
    },
  };
}
