import { createHash } from 'node:crypto';
import { isAcceptableDate, userId } from '@otkuda/contract';
import type { BlockChanged, Dedupe, Started } from '../domain/signal.ts';
import { givenProfile, readTelegramId } from './constructor-person.ts';
import { findTelegramUpdate } from './find-update.ts';
import { asObject, isObject, type JsonObject } from './json-value.ts';
import type { Ignored, Refused, Sender, SenderContext } from './sender.ts';
import { readStartCommand } from './start-command.ts';
import { telegramUpdate } from './telegram.ts';
import { unprocessable } from './telegram-user.ts';

/** SendPulse's schedule of retries is not published; two days are what Telegram's updates get. */
const dedupeHours = 48;

const stopTitles: ReadonlySet<string> = new Set(['bot_block', 'bot_blocked', 'unsubscribe', 'bot_unsubscribe']);

/** Where Telegram's id may stand, by decreasing likelihood; none of them is published. Source: reference/payloads.md §7. */
const idPaths = [
  'contact.telegram_id',
  'contact.channel_data.id',
  'contact.external_id',
  'info.message.channel_data.message.from.id',
  'info.message.channel_data.message.chat.id',
  'info.message.channel_data.from.id',
  'info.channel_data.from.id',
  'contact.variables.telegram_id',
  'contact.variables.tg_id',
  'contact.variables.user_id',
  'contact.variables.chat_id',
] as const;

type Meaning = Started | BlockChanged | Ignored | Refused;

/**
 * Events of a bot made with SendPulse: an array of them, or one alone. A new subscriber is a start, and so is a message `/start`;
 * the two come at once for one person and are folded. Provisional: there is no complete public payload, and where none of the known
 * places has Telegram's id the subscriber is `sp:` and SendPulse's. Source: reference/payloads.md §7.
 */
export const sendPulse: Sender = (payload, context) => {
  const update = findTelegramUpdate(payload);
  if (update !== undefined) return telegramUpdate(update, context);
  const events = (Array.isArray(payload) ? payload : [payload]).filter(isObject);
  if (events.length === 0 && !isEmptyList(payload)) return { kind: 'refused', error: 'badRequest', details: noEvents };
  const meanings = events.map((event) => readEvent(event, context));
  const signals = meanings.filter((one) => one.kind !== 'ignored' && one.kind !== 'refused');
  if (signals.length > 0) return { kind: 'signals', signals, dedupe: dedupeOf(events) };
  const refused = meanings.find((one) => one.kind === 'refused');
  const ignored = meanings.find((one) => one.kind === 'ignored');
  return refused ?? ignored ?? { kind: 'ignored', reason: 'other_event', userId: null };
};

const noEvents = 'an event of SendPulse or an array of them was expected: objects with title, contact and date';

function isEmptyList(payload: unknown): boolean {
  return Array.isArray(payload) && payload.length === 0;
}

function readEvent(event: JsonObject, { nowMs }: SenderContext): Meaning {
  const id = userIdOf(event);
  const ignored = (reason: Ignored['reason']): Ignored => ({ kind: 'ignored', reason, userId: id ?? null });
  if (typeof event.service === 'string' && event.service.toLowerCase() !== 'telegram') return ignored('other_service');
  const title = typeof event.title === 'string' ? event.title.trim().toLowerCase() : '';
  const isStop = stopTitles.has(title);
  const startValue = isStop ? undefined : startValueOf(title, event);
  if (!isStop && startValue === undefined) return ignored(title === 'incoming_message' ? 'not_a_start' : 'other_event');
  if (id === undefined) return unprocessable(`no usable user id: looked at ${[...idPaths, 'contact.id'].join(', ')}`);
  const act = { userId: id, atMs: dateOf(event, nowMs) ?? nowMs, profile: profileOf(event) };
  return startValue === undefined ? { kind: 'stopped', ...act } : { kind: 'started', ...act, startValue, folds: true };
}

/** undefined: the event is no start. A message that is there decides; what the contact said last may be older. */
function startValueOf(title: string, event: JsonObject): string | undefined {
  if (title !== 'new_subscriber' && title !== 'incoming_message') return undefined;
  const texts = [
    at(event, 'info.message.channel_data.message.text'),
    at(event, 'contact.last_message'),
    at(event, 'contact.last_message_data.message.text'),
  ];
  const text = texts.find((one) => typeof one === 'string' && one !== '');
  return readStartCommand(text) ?? (title === 'new_subscriber' ? '' : undefined);
}

function userIdOf(event: JsonObject): string | undefined {
  for (const path of idPaths) {
    const id = readTelegramId(at(event, path));
    if (id !== undefined) return id;
  }
  const own = userId.read(at(event, 'contact.id'), 0);
  return own === undefined ? undefined : userId.read(`sp:${own}`, 0);
}

function profileOf(event: JsonObject) {
  const contact = asObject(event.contact);
  const data = asObject(contact?.channel_data);
  return givenProfile({
    firstName: data?.first_name,
    lastName: data?.last_name,
    fullName: contact?.name ?? data?.name,
    username: contact?.username ?? data?.username,
  });
}

/** Milliseconds; a date that cannot be true is not worth losing a start for. */
function dateOf({ date }: JsonObject, nowMs: number): number | undefined {
  const atMs = typeof date === 'string' && /^\d{13}$/.test(date) ? Number(date) : date;
  return Number.isSafeInteger(atMs) && isAcceptableDate(Number(atMs), nowMs) ? Number(atMs) : undefined;
}

/** A repeat has the same dates to the millisecond; an event without one has no identity. */
function dedupeOf(events: readonly JsonObject[]): Dedupe | null {
  if (events.some(({ date }) => typeof date !== 'number' && typeof date !== 'string')) return null;
  const identity = events.map((event) => [event.title, at(event, 'contact.id'), userIdOf(event), event.date]);
  const hash = createHash('sha256').update(JSON.stringify(identity)).digest('base64url');
  return { key: `sendpulse:${hash}`, hours: dedupeHours, repeat: 'ok' };
}

function at(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((inner, key) => asObject(inner)?.[key], value);
}
