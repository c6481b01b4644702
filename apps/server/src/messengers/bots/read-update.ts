import type { Platform } from '@otkuda/contract';
import { asIntegerText, asObject, isObject, isPresent, type JsonObject } from '../../senders/json-value.ts';
import { readStartCommand } from '../../senders/start-command.ts';

/** What of an update concerns the server itself, beside what it means for the counts. */
export type Seen =
  /** Somebody in the private chat: `startValue` is null where they only wrote; `key` names the occasion. */
  | {
      readonly kind: 'private';
      readonly userId: string;
      readonly text: string;
      readonly startValue: string | null;
      readonly language: string | null;
      readonly name: string | null;
      readonly key: string;
    }
  | { readonly kind: 'block' }
  | { readonly kind: 'membership'; readonly chatId: string }
  | {
      readonly kind: 'join_request';
      readonly chatId: string;
      readonly userId: string;
      readonly requestedMs: number;
      readonly inviteLink: string | null;
    }
  /** The bot itself came into a chat, went, or got other rights there. */
  | { readonly kind: 'bot_moved'; readonly chatId: string; readonly isAdministrator: boolean }
  /** Nothing that is kept: what people write to each other or to the bot is nobody's business here. */
  | { readonly kind: 'other' };

const other: Seen = { kind: 'other' };

export function readUpdate(platform: Platform, update: unknown): Seen {
  if (!isObject(update)) return other;
  return (platform === 'telegram' ? readTelegram(update) : readMax(update)) ?? other;
}

function readTelegram(update: JsonObject): Seen | null {
  const message = asObject(update.message);
  if (message !== undefined) return readTelegramMessage(message, `tg:${String(update.update_id)}`);
  const own = asObject(update.my_chat_member);
  if (own !== undefined) {
    const chat = asObject(own.chat);
    if (chat?.type === 'private') return { kind: 'block' };
    const status = asObject(own.new_chat_member)?.status;
    const chatId = asIntegerText(chat?.id);
    return chatId === undefined ? null : { kind: 'bot_moved', chatId, isAdministrator: status === 'administrator' };
  }
  const member = asObject(update.chat_member);
  if (member !== undefined) return membershipOf(asObject(member.chat)?.id);
  const request = asObject(update.chat_join_request);
  if (request === undefined) return null;
  const chatId = asIntegerText(asObject(request.chat)?.id);
  const userId = asIntegerText(asObject(request.from)?.id);
  if (chatId === undefined || userId === undefined) return null;
  const link = asObject(request.invite_link)?.invite_link;
  const inviteLink = typeof link === 'string' ? link : null;
  return { kind: 'join_request', chatId, userId, requestedMs: Number(request.date) * 1000, inviteLink };
}

function readTelegramMessage(message: JsonObject, key: string): Seen | null {
  const chat = asObject(message.chat);
  const from = asObject(message.from);
  const userId = asIntegerText(from?.id);
  if (chat?.type !== 'private' || userId === undefined || typeof message.text !== 'string') return null;
  if (isPresent(message.forward_origin) || from?.is_bot === true) return null;
  const { text } = message;
  return {
    kind: 'private',
    userId,
    text,
    startValue: readStartCommand(text) ?? null,
    language: textOf(from?.language_code),
    name: textOf(from?.username) ?? textOf(from?.first_name),
    key,
  };
}

function readMax(update: JsonObject): Seen | null {
  const key = `max:${String(update.update_type)}:${String(update.timestamp)}`;
  switch (update.update_type) {
    case 'bot_started': {
      const startValue = textOf(update.payload) ?? '';
      return privateOf(update.user, `/start ${startValue}`, startValue, update.user_locale, key);
    }
    case 'message_created': {
      const message = asObject(update.message);
      const text = textOf(asObject(message?.body)?.text);
      if (asObject(message?.recipient)?.chat_type !== 'dialog' || text === null) return null;
      return privateOf(message?.sender, text, readStartCommand(text) ?? null, update.user_locale, key);
    }
    case 'bot_stopped':
    case 'dialog_removed':
      return { kind: 'block' };
    case 'user_added':
    case 'user_removed':
      return membershipOf(update.chat_id);
    case 'bot_added':
    case 'bot_removed': {
      const chatId = asIntegerText(update.chat_id);
      const isAdministrator = update.update_type === 'bot_added';
      return chatId === undefined ? null : { kind: 'bot_moved', chatId, isAdministrator };
    }
    default:
      return null;
  }
}

function privateOf(user: unknown, text: string, startValue: string | null, locale: unknown, key: string): Seen | null {
  const person = asObject(user);
  const userId = asIntegerText(person?.user_id);
  if (userId === undefined || person?.is_bot === true) return null;
  const name = textOf(person?.username) ?? textOf(person?.first_name);
  return { kind: 'private', userId, text, startValue, language: textOf(locale), name, key: `${key}:${userId}` };
}

function membershipOf(id: unknown): Seen | null {
  const chatId = asIntegerText(id);
  return chatId === undefined ? null : { kind: 'membership', chatId };
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
