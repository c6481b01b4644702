import { invalidParameter } from './graph-error.ts';
import { checkUserData } from './user-data.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** An event as it was sent, its fields checked. */
export interface ServerEvent {
  readonly eventName: string;
  /** Unix seconds. */
  readonly eventTime: number;
  readonly eventId: string | null;
  readonly actionSource: string;
  readonly fields: Fields;
}

const EVENT_FIELDS: ReadonlySet<string> = new Set([
  'event_name',
  'event_time',
  'event_id',
  'event_source_url',
  'action_source',
  'user_data',
  'custom_data',
  'opt_out',
  'data_processing_options',
  'data_processing_options_country',
  'data_processing_options_state',
  'referrer_url',
]);

/** `business_messaging` belongs to Meta's own messengers and is not played here. */
const ACTION_SOURCES: ReadonlySet<string> = new Set([
  'website',
  'email',
  'app',
  'phone_call',
  'chat',
  'physical_store',
  'system_generated',
  'other',
]);

const NAME_CHARS_MAX = 50;
const AGE_SECONDS_MAX = 7 * 86_400;

/**
 * The rules of adplatforms.md §4.2.
 *
 * @throws {GraphError} for the first rule that is broken.
 */
export function readServerEvent(value: unknown, nowMs: number): ServerEvent {
  const fields = fieldsOf(value, 'data');
  for (const name of Object.keys(fields)) {
    if (!EVENT_FIELDS.has(name)) throw invalidParameter(`data.${name} is unknown`);
  }
  const eventName = text(fields, 'event_name');
  if (Array.from(eventName).length > NAME_CHARS_MAX) throw invalidParameter('event_name is too long');
  const actionSource = text(fields, 'action_source');
  if (!ACTION_SOURCES.has(actionSource)) throw invalidParameter(`action_source "${actionSource}" is unknown`);
  const eventTime = readTime(fields, nowMs);
  const userData = fieldsOf(fields.user_data, 'user_data');
  checkUserData(userData);
  if (actionSource === 'website') checkWebsite(fields, userData);
  checkCustomData(eventName, fields.custom_data);
  const eventId = fields.event_id === undefined ? null : text(fields, 'event_id');
  return { eventName, eventTime, eventId, actionSource, fields };
}

function readTime({ event_time: time }: Fields, nowMs: number): number {
  if (typeof time !== 'number' || !Number.isInteger(time)) throw invalidParameter('event_time: Unix seconds');
  const nowSeconds = Math.floor(nowMs / 1000);
  // Milliseconds land far in the future.
  if (time > nowSeconds) throw invalidParameter('event_time is in the future', 2804004, 'Event Timestamp In Future');
  if (time < nowSeconds - AGE_SECONDS_MAX) {
    throw invalidParameter(
      'The timestamp for this event is too far in the past. Events need to be sent from your server within 7 days of when they occurred.',
      2804003,
      'Event Timestamp Too Old',
    );
  }
  return time;
}

function checkWebsite(fields: Fields, userData: Fields): void {
  const url = text(fields, 'event_source_url');
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) throw invalidParameter('event_source_url: an address');
  if (userData.client_user_agent === undefined) throw invalidParameter('website needs client_user_agent');
}

function checkCustomData(eventName: string, value: unknown): void {
  const custom = value === undefined ? {} : fieldsOf(value, 'custom_data');
  const { value: amount, currency } = custom;
  if (amount !== undefined && (typeof amount !== 'number' || !Number.isFinite(amount))) {
    throw invalidParameter('custom_data.value: a number');
  }
  if (currency !== undefined && !(typeof currency === 'string' && isCurrency(currency))) {
    throw invalidParameter('custom_data.currency: ISO 4217');
  }
  if (eventName === 'Purchase' && (amount === undefined || currency === undefined)) {
    throw invalidParameter('Purchase needs value and currency', 2804009, 'Missing Value For Purchase Event');
  }
}

const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

function isCurrency(code: string): boolean {
  return CURRENCIES.has(code);
}

function text(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== 'string' || value === '') throw invalidParameter(`${name}: a text is needed`);
  return value;
}

export function fieldsOf(value: unknown, name: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalidParameter(`${name}: an object is needed`);
  }
  return Object.fromEntries(Object.entries(value));
}
