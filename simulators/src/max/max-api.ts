import { setTimeout as delay } from 'node:timers/promises';
import type { ApiAnswer, ApiCall } from '../messenger/serve.ts';
import type { MaxBot, MaxChat, MaxSentMessage, MaxWorld } from './world.ts';

/** A refusal as MAX writes it. */
export class MaxApiError extends Error {
  override readonly name = 'MaxApiError';
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

const updateTypes = [
  'bot_added',
  'bot_removed',
  'bot_started',
  'bot_stopped',
  'chat_title_changed',
  'comment_created',
  'comment_edited',
  'comment_removed',
  'dialog_cleared',
  'dialog_muted',
  'dialog_removed',
  'dialog_unmuted',
  'message_callback',
  'message_created',
  'message_edited',
  'message_removed',
  'user_added',
  'user_removed',
];

interface Call {
  readonly world: MaxWorld;
  readonly bot: MaxBot;
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
  readonly gone: AbortSignal;
  /** What the address names, such as the id of a chat. */
  readonly id: string;
}

type Endpoint = (call: Call) => unknown;

const endpoints: ReadonlyArray<readonly [verb: string, path: RegExp, Endpoint]> = [
  ['GET', /^\/me$/, ({ bot }) => ({ ...bot.user, commands: [] })],
  [
    'GET',
    /^\/subscriptions$/,
    ({ bot }) => ({ subscriptions: [...bot.subscriptions.values()].map(shownSubscription) }),
  ],
  ['POST', /^\/subscriptions$/, subscribe],
  ['DELETE', /^\/subscriptions$/, unsubscribe],
  ['GET', /^\/updates$/, readUpdates],
  ['POST', /^\/messages$/, sendMessage],
  ['GET', /^\/chats\/(-?\d+)$/, (call) => shownChat(call.world, chatOf(call))],
  ['GET', /^\/chats\/(-?\d+)\/members\/me$/, showMembership],
];

/** One call of the MAX Bot API as the official client 0.3.1 makes it (payloads.md §9). Texts of refusals are guesses. */
export async function answerMaxApi(world: MaxWorld, call: ApiCall): Promise<ApiAnswer> {
  try {
    if (call.query.has('access_token')) {
      throw new MaxApiError(401, 'verify.token', 'The token is taken from the Authorization header only');
    }
    const bot = [...world.bots.values()].find(({ token }) => token === call.authorization);
    if (bot === undefined) throw new MaxApiError(401, 'verify.token', 'Invalid access_token');
    for (const [verb, path, endpoint] of endpoints) {
      const found = verb === call.verb ? path.exec(call.pathname) : null;
      if (found === null) continue;
      const { query, gone } = call;
      const body = readBody(call.body);
      return { status: 200, body: await endpoint({ world, bot, query, body, gone, id: found[1] ?? '' }) };
    }
    throw new MaxApiError(404, 'not.found', `Unknown method ${call.verb} ${call.pathname}`);
  } catch (error) {
    if (error instanceof MaxApiError) return maxRefusal(error);
    throw error;
  }
}

export function maxRefusal(error: MaxApiError, retryAfterSeconds?: number): ApiAnswer {
  const headers = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
  return { status: error.status, headers, body: { code: error.code, message: error.message } };
}

function readBody(text: string): Readonly<Record<string, unknown>> {
  if (text === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value as Readonly<Record<string, unknown>>;
  } catch {
    // Told below.
  }
  throw new MaxApiError(400, 'proto.payload', 'The body is no JSON object');
}

/** Ports of webhooks. Source: payloads.md §9.4. */
function isHookPort(port: string): boolean {
  const number = port === '' ? 443 : Number(port);
  return [80, 8080, 443, 8443].includes(number) || (number >= 16_384 && number <= 32_383);
}

function subscribe({ world, bot, body }: Call): object {
  const { url, secret, update_types: types } = body;
  const parsed = typeof url === 'string' ? URL.parse(url) : null;
  if (typeof url !== 'string' || parsed?.protocol !== 'https:') return failed('url: an https address was expected');
  if (!isHookPort(parsed.port)) return failed(`url: port ${parsed.port} is not allowed`);
  if (secret !== undefined && secret !== null && !(typeof secret === 'string' && /^[\w-]{5,256}$/.test(secret))) {
    throw new MaxApiError(400, 'proto.payload', 'secret: 5 to 256 of A-Z a-z 0-9 _ -');
  }
  const known =
    types === undefined || (Array.isArray(types) && types.every((type) => updateTypes.includes(String(type))));
  if (!known) throw new MaxApiError(400, 'proto.payload', 'update_types: unknown type');
  const wanted = Array.isArray(types) && types.length > 0 ? types.map(String) : null;
  world.subscribe(bot, url, typeof secret === 'string' ? secret : null, wanted);
  return { success: true };
}

function unsubscribe({ world, bot, query }: Call): object {
  return world.unsubscribe(bot, query.get('url') ?? '') ? { success: true } : failed('there is no such subscription');
}

function failed(message: string): object {
  return { success: false, message };
}

function shownSubscription({
  url,
  time,
  update_types,
}: {
  url: string;
  time: number;
  update_types: readonly string[] | null;
}): object {
  return { url, time, update_types: update_types ?? updateTypes };
}

async function readUpdates({ bot, query, gone, world }: Call): Promise<object> {
  if (bot.subscriptions.size > 0) {
    throw new MaxApiError(400, 'subscription.active', 'Long polling is not available while the bot has a webhook');
  }
  const marker = query.get('marker');
  if (marker !== null) bot.updates.commitBefore(Number(marker));
  const limit = Math.min(Number(query.get('limit') ?? 100), 1000);
  const waitMs = Math.min(Number(query.get('timeout') ?? 30) * 1000, world.options.pollMsMax ?? 30_000);
  const types = query.get('types')?.split(',') ?? null;
  if (bot.updates.read(limit, types).updates.length === 0) {
    await Promise.race([bot.updates.next(gone), delay(waitMs, undefined, { signal: gone }).catch(() => {})]);
  }
  return bot.updates.read(limit, types);
}

function sendMessage({ world, bot, query, body }: Call): object {
  const userId = Number(query.get('user_id') ?? query.get('chat_id'));
  if (!Number.isInteger(userId) || userId === 0)
    throw new MaxApiError(400, 'proto.payload', 'user_id or chat_id is needed');
  const text = typeof body.text === 'string' ? body.text : '';
  if (text.length > 4000) throw new MaxApiError(400, 'proto.payload', 'text: up to 4000 characters');
  if (!bot.started.has(userId)) throw new MaxApiError(404, 'dialog.not.found', 'Dialog not found');
  if (bot.stoppedBy.has(userId)) throw new MaxApiError(403, 'chat.denied', 'The dialog is suspended');
  bot.sent.push({ userId, text, buttons: readButtons(body.attachments) });
  const mid = `mid.${world.nextId()}`;
  const recipient = { chat_id: userId, chat_type: 'dialog', user_id: userId };
  return { message: { sender: bot.user, recipient, timestamp: world.now(), body: { mid, seq: world.nextId(), text } } };
}

function readButtons(attachments: unknown): MaxSentMessage['buttons'] {
  if (attachments === undefined || attachments === null) return [];
  if (!Array.isArray(attachments)) throw new MaxApiError(400, 'proto.payload', 'attachments: a list was expected');
  return attachments.flatMap((attachment: { type?: unknown; payload?: { buttons?: unknown } }) => {
    if (attachment.type !== 'inline_keyboard' || !Array.isArray(attachment.payload?.buttons)) {
      throw new MaxApiError(400, 'proto.payload', 'attachments: only inline keyboards are played here');
    }
    return attachment.payload.buttons.flat().map((button: { type?: unknown; text?: unknown; url?: unknown }) => {
      if (button.type !== 'link' || typeof button.text !== 'string' || typeof button.url !== 'string') {
        throw new MaxApiError(400, 'proto.payload', 'buttons: a link with text and url was expected');
      }
      return { text: button.text, url: button.url };
    });
  });
}

function chatOf({ world, bot, id }: Call): MaxChat {
  const chat = world.chats.get(Number(id));
  if (chat === undefined || !chat.members.has(bot.user.user_id)) {
    throw new MaxApiError(404, 'chat.not.found', `Chat ${id} not found`);
  }
  return chat;
}

function shownChat(world: MaxWorld, { id, title, isChannel, link, isPublic, members }: MaxChat): object {
  const type = isChannel ? 'channel' : 'chat';
  return {
    chat_id: id,
    type,
    status: 'active',
    title,
    icon: null,
    last_event_time: world.now(),
    participants_count: members.size,
    is_public: isPublic,
    link,
  };
}

function showMembership(call: Call): object {
  const is_admin = chatOf(call).administrators.has(call.bot.user.user_id);
  const permissions = is_admin ? ['read_all_messages', 'add_remove_members'] : null;
  return { ...call.bot.user, last_access_time: 0, is_owner: false, is_admin, join_time: 0, permissions };
}
