import { createHash } from 'node:crypto';
import { isAcceptableDate } from '@otkuda/contract';
import type { Dedupe, IgnoredReason, MembershipSignal, Profile } from '../domain/signal.ts';
import { asIntegerText, asObject, isObject, isPresent, type JsonObject } from './json-value.ts';
import type { Ignored, Refused, Sender, SenderContext } from './sender.ts';
import { asStartValue, readStartCommand } from './start-command.ts';
import { expected, nameOf, unprocessable } from './telegram-user.ts';

/** MAX repeats an update for 8 hours; two days cover senders with queues of their own. */
const dedupeHours = 48;

type Meaning = MembershipSignal | Ignored | Refused;
type Reader = (update: JsonObject, context: SenderContext) => Meaning;

const readers: Readonly<Record<string, Reader>> = {
  bot_started: readStart,
  message_created: readMessage,
  bot_stopped: (update, context) => readStop(update, context),
  // Weaker than a block, but the bot cannot write to them either until they come back.
  dialog_removed: (update, context) => readStop(update, context),
  user_added: (update, context) => readMembership('joined', update, context),
  user_removed: (update, context) => readMembership('left', update, context),
  bot_added: ({ user }) => ignored('bot_in_chat', user),
  bot_removed: ({ user }) => ignored('bot_in_chat', user),
};

/**
 * One raw update of the MAX Bot API → signals. Source: reference/payloads.md §9.1.
 *
 * The person is always `user` (of a message: `sender`): the `user_id` beside it may be somebody else. Refused are `badRequest`: what
 * is no update; `unprocessable`: a start, stop or change of membership without its user, chat or a date that can be.
 */
export const maxUpdate: Sender = (update, context) => {
  if (!isMaxUpdate(update)) return { kind: 'refused', error: 'badRequest', details: noUpdate };
  const read = Object.hasOwn(readers, update.update_type) ? readers[update.update_type] : undefined;
  const meaning = read?.(update, context) ?? ignored('other_update', update.user);
  if (meaning.kind === 'ignored' || meaning.kind === 'refused') return meaning;
  return { kind: 'signals', signals: [meaning], dedupe: dedupeOf(update, meaning.userId) };
};

const noUpdate = 'an update of MAX was expected: an object with update_type, timestamp and user or message';

/** Whether a value is an update of MAX: each has its type as text. */
export function isMaxUpdate(value: unknown): value is JsonObject & { readonly update_type: string } {
  return isObject(value) && typeof value.update_type === 'string';
}

function readStart(update: JsonObject, { nowMs }: SenderContext): Meaning {
  const act = readAct(update.user, 'user', update, nowMs);
  if (act.kind !== 'act') return act;
  return {
    ...act,
    kind: 'started',
    startValue: typeof update.payload === 'string' ? asStartValue(update.payload) : '',
  };
}

/** Some people type `/start` by hand; a group's is the group's. */
function readMessage(update: JsonObject, { nowMs }: SenderContext): Meaning {
  const message = asObject(update.message);
  const sender = message?.sender;
  const startValue = readStartCommand(asObject(message?.body)?.text);
  if (startValue === undefined) return ignored('not_a_start', sender);
  if (asObject(message?.recipient)?.chat_type !== 'dialog') return ignored('not_private', sender);
  if (asObject(message?.link)?.type === 'forward') return ignored('forwarded', sender);
  const act = readAct(sender, 'message.sender', update, nowMs);
  return act.kind === 'act' ? { ...act, kind: 'started', startValue } : act;
}

function readStop(update: JsonObject, { nowMs }: SenderContext): Meaning {
  const act = readAct(update.user, 'user', update, nowMs);
  return act.kind === 'act' ? { ...act, kind: 'stopped' } : act;
}

/** MAX names no invite link: where a join came from is the hop's to say. */
function readMembership(kind: 'joined' | 'left', update: JsonObject, { nowMs, project }: SenderContext): Meaning {
  const chatId = asIntegerText(update.chat_id);
  if (chatId === undefined) return unprocessable(expected('chat_id', 'the id of the chat', update.chat_id));
  const isOther = project.kind === 'bot' || (project.chatId !== null && project.chatId !== chatId);
  if (isOther) return ignored('other_chat', update.user);
  const act = readAct(update.user, 'user', update, nowMs);
  return act.kind === 'act' ? { ...act, kind, chatId, inviteLink: null } : act;
}

interface Act {
  readonly kind: 'act';
  readonly userId: string;
  readonly atMs: number;
  readonly profile: Profile;
}

function readAct(value: unknown, path: string, update: JsonObject, nowMs: number): Act | Ignored | Refused {
  const user = asObject(value);
  if (user === undefined) return unprocessable(expected(path, 'a user of MAX', value));
  if (user.is_bot === true) return ignored('a_bot', user);
  const userId = userIdOf(user);
  if (userId === null) return unprocessable(expected(`${path}.user_id`, 'a positive integer', user.user_id));
  const atMs = dateOf(update.timestamp, nowMs);
  if (atMs === undefined) return unprocessable(expected('timestamp', dateExpected, update.timestamp));
  return { kind: 'act', userId, atMs, profile: profileOf(user, update.user_locale) };
}

const dateExpected = 'a Unix time in milliseconds, at most 3 years old and at most 5 minutes in the future';

/** Unlike Telegram, MAX counts milliseconds. An update that lost its date on the way is taken as of now. */
function dateOf(value: unknown, nowMs: number): number | undefined {
  if (!isPresent(value)) return nowMs;
  const text = asIntegerText(value);
  return text !== undefined && isAcceptableDate(Number(text), nowMs) ? Number(text) : undefined;
}

function userIdOf(user: unknown): string | null {
  const id = asIntegerText(asObject(user)?.user_id);
  return id === undefined || Number(id) <= 0 ? null : id;
}

/** `name` is deprecated and still sent; old clients send nothing else. */
function profileOf(user: JsonObject, locale: unknown): Profile {
  const languageCode = nameOf(locale);
  return {
    firstName: nameOf(user.first_name) ?? nameOf(user.name),
    lastName: nameOf(user.last_name),
    username: nameOf(user.username),
    ...(languageCode === null ? {} : { languageCode }),
  };
}

function ignored(reason: IgnoredReason, user: unknown): Ignored {
  return { kind: 'ignored', reason, userId: userIdOf(user) };
}

/** MAX numbers its updates by nothing, so a repeat is known by all that tells one from another. */
function dedupeOf(update: JsonObject, userId: string): Dedupe | null {
  if (!isPresent(update.timestamp)) return null;
  const message = asObject(update.message);
  const messageId = asObject(message?.body)?.mid ?? asObject(update.callback)?.callback_id ?? null;
  const chatId = update.chat_id ?? asObject(message?.recipient)?.chat_id ?? null;
  const identity = [update.update_type, String(update.timestamp), chatId, userId, messageId];
  const hash = createHash('sha256').update(JSON.stringify(identity)).digest('base64url');
  return { key: `max:${hash}`, hours: dedupeHours, repeat: 'ok' };
}
