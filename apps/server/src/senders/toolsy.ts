import { createHash } from 'node:crypto';
import { amount, eventType, isAcceptableDate, unixDate } from '@otkuda/contract';
import type { Dedupe, EventHappened, Reading, Signal, Started } from '../domain/signal.ts';
import { findStartValue } from './constructor-person.ts';
import { type FoundPerson, findPerson, otherIdFields, telegramIdFields } from './constructor-places.ts';
import { findTelegramUpdate } from './find-update.ts';
import { isObject, type JsonObject } from './json-value.ts';
import type { Sender, SenderContext } from './sender.ts';
import { telegramUpdate } from './telegram.ts';
import { unprocessable } from './telegram-user.ts';
import { type ToolsyKind, toolsyKindOf } from './toolsy-event.ts';

const dedupeHours = 48;
const eventFields = ['event', 'event_type', 'type', 'action', 'name', 'method'] as const;
const startFields = ['start', 'start_value', 'start_param', 'ref'] as const;
const amountFields = ['amount', 'sum', 'total', 'price', 'value'] as const;
const amountHolders = ['payment', 'refund', 'invoice', 'order', 'transaction'] as const;
const dateFields = ['created_at', 'date', 'timestamp', 'time'] as const;
const identityFields = ['event_id', 'payment_id', 'refund_id', 'transaction_id', 'invoice_id'] as const;

/**
 * An event of Toolsy: a start of the bot, else one of a subscription or of money, which becomes an event with a goal of the same
 * name (`toolsy_payment_created`) or of the name that the project set for it. Provisional: neither names nor shapes are published, so
 * the event is known by words in its name. Source: published API, on_toolsy_event; reference/payloads.md §6.
 */
export const toolsy: Sender = (payload, context) => {
  const update = findTelegramUpdate(payload);
  if (update !== undefined) return telegramUpdate(update, context);
  if (!isObject(payload)) return { kind: 'refused', error: 'badRequest', details: noObject };
  const { name, person } = readBody(payload);
  const kind = toolsyKindOf(name);
  const goal = goalOf(name, kind, context.project.toolsyGoals ?? {});
  const known = kind === 'start' || goal !== undefined;
  if (!known) return { kind: 'ignored', reason: 'unknown_event', userId: person?.userId ?? null };
  if (person === undefined) return unprocessable(noUser);
  const places = [...person.places, ...amountHolders.flatMap((field) => person.places.map((place) => place[field]))];
  const facts = { name, kind, goal: goal ?? null, person, places: places.filter(isObject) };
  return signalOf(facts, payload, context);
};

const noObject = 'an event of Toolsy was expected: a JSON object with its name and its user';
const noUser = `no usable user id: looked at ${[...telegramIdFields, ...otherIdFields, 'id'].join(', ')}, in the body, data and user`;

interface Facts {
  readonly name: string;
  readonly kind: ToolsyKind | undefined;
  readonly goal: string | null;
  readonly person: FoundPerson;
  readonly places: readonly JsonObject[];
}

/** The event's name is not the person's, though either may stand in `name`. */
function readBody(body: JsonObject): { readonly name: string; readonly person: FoundPerson | undefined } {
  const field = eventFields.find((one) => typeof body[one] === 'string' && body[one] !== '');
  const name = field === undefined ? '' : (eventType.read(body[field], 0) ?? '');
  const person = findPerson(field === 'name' ? { ...body, name: undefined } : body);
  return { name, person };
}

/** The project may name an event as it came, as its type here, or without the prefix; undefined: it is not to be stored. */
function goalOf(name: string, kind: ToolsyKind | undefined, goals: Readonly<Record<string, string>>) {
  const names = kind === undefined ? [name] : [name, `toolsy_${kind}`, kind];
  const set = names.find((one) => Object.hasOwn(goals, one));
  if (set !== undefined) return goals[set];
  return kind === undefined || kind === 'start' ? undefined : `toolsy_${kind}`;
}

function signalOf(facts: Facts, body: JsonObject, { nowMs }: SenderContext): Reading {
  const { kind, person, places } = facts;
  const date = dateOf(places, nowMs);
  const act = { userId: person.userId, atMs: date ?? nowMs };
  const signal: Signal = kind === 'start' ? startOf(act, person) : eventOf(act, facts);
  return { kind: 'signals', signals: [signal], dedupe: dedupeOf(body, places) };
}

type Act = Pick<Started, 'userId' | 'atMs'>;

function startOf(act: Act, { profile, places }: FoundPerson): Started {
  return { kind: 'started', ...act, profile, startValue: findStartValue(places, startFields), folds: true };
}

/** Only payments and refunds carry money: the activation that a payment brings about would count it twice. */
function eventOf(act: Act, { name, kind, goal, places }: Facts): EventHappened {
  const sum = amountOf(places)?.replace(/^-/, '');
  const isRefund = kind === 'refund_created';
  const money = isRefund && sum !== undefined && sum !== '0' ? `-${sum}` : sum;
  return {
    kind: 'event',
    ...act,
    type: kind === undefined ? name : `toolsy_${kind}`,
    result: 'success',
    amount: isRefund || kind === 'payment_created' ? (money ?? null) : null,
    labels: null,
    target: goal,
    ...(isRefund ? { refund: true } : {}),
  };
}

/** A sum is a number or an object of one with its currency. */
function amountOf(places: readonly JsonObject[]): string | undefined {
  const values = places.flatMap((place) => amountFields.map((field) => place[field]));
  const sums = values.flatMap((value) => (isObject(value) ? [value.value, value.amount] : [value]));
  return sums.map((sum) => amount.read(sum, 0)).find((sum) => sum !== undefined);
}

/** Seconds, milliseconds or ISO 8601 with a zone; what cannot be true is taken for no date, since no format is published. */
function dateOf(places: readonly JsonObject[], nowMs: number): number | undefined {
  const values = places.flatMap((place) => dateFields.map((field) => place[field]));
  const dates = values.flatMap((value) => {
    const seconds = unixDate.read(value, nowMs);
    if (seconds !== undefined) return [seconds];
    if (typeof value === 'number') return [Math.trunc(value)];
    return typeof value === 'string' && isoDate.test(value) ? [Date.parse(value)] : [];
  });
  return dates.find((atMs) => Number.isSafeInteger(atMs) && isAcceptableDate(atMs, nowMs));
}

const isoDate = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/;

/** A repeated delivery must not count money twice. Without a date or an id of its own, two equal bodies may be two payments. */
function dedupeOf(body: JsonObject, places: readonly JsonObject[]): Dedupe | null {
  const named = [...dateFields, ...identityFields];
  if (!places.some((place) => named.some((field) => isGiven(place[field])))) return null;
  const hash = createHash('sha256').update(JSON.stringify(body)).digest('base64url');
  return { key: `toolsy:${hash}`, hours: dedupeHours, repeat: 'ok' };
}

function isGiven(value: unknown): boolean {
  return (typeof value === 'string' && value !== '') || typeof value === 'number';
}
