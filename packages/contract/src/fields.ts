import { type EventResult, eventResults } from './names.ts';
import { findUnfilled, holdsTemplate, isUnfilledTemplate } from './unfilled.ts';

/** How one field of a body is read. Senders are lenient, so a field says itself what it takes and what it makes of it. */
export interface Field<T> {
  /** JSON Schema of what is accepted, for the OpenAPI document. */
  readonly schema: object;
  /** Ends the sentence "… was expected" in `error_details`. */
  readonly expected: string;
  /** The value, or undefined where it cannot be accepted. */
  read(value: unknown, nowMs: number): T | undefined;
}

export interface BodyField<T, Required extends boolean> {
  readonly field: Field<T>;
  readonly required: Required;
}

export type BodySpec = Readonly<Record<string, BodyField<unknown, boolean>>>;

/** What reading a body by its spec gives: absent optional fields are null. */
export type Body<S extends BodySpec> = {
  readonly [Name in keyof S]: S[Name] extends BodyField<infer T, infer Required>
    ? Required extends true
      ? T
      : T | null
    : never;
};

export type BodyReading<S extends BodySpec> =
  | { readonly ok: true; readonly body: Body<S> }
  | { readonly ok: false; readonly error: 'badRequest' | 'unprocessable'; readonly details: string };

export function required<T>(field: Field<T>): BodyField<T, true> {
  return { field, required: true };
}

export function optional<T>(field: Field<T>): BodyField<T, false> {
  return { field, required: false };
}

/**
 * Reads a parsed body. `null` counts as absent, unknown fields are left alone. A missing field is told before a bad one, as the
 * table of errors is ordered; of bad ones the first.
 */
export function readBody<S extends BodySpec>(
  spec: S,
  json: Readonly<Record<string, unknown>>,
  nowMs: number,
): BodyReading<S> {
  const body: Record<string, unknown> = {};
  let refusal: Extract<BodyReading<S>, { ok: false }> | undefined;
  for (const name in spec) {
    const { field, required } = spec[name] as BodyField<unknown, boolean>;
    const value = Object.hasOwn(json, name) ? json[name] : undefined;
    if (value === undefined || value === null) {
      if (required) return missing(name, field.expected);
      body[name] = null;
      continue;
    }
    const read = field.read(value, nowMs);
    if (read === undefined) {
      refusal ??= { ok: false, error: 'unprocessable', details: explain(name, field.expected, value) };
    }
    body[name] = read;
  }
  return refusal ?? { ok: true, body: body as Body<S> };
}

function missing(name: string, expected: string) {
  return { ok: false, error: 'badRequest', details: `${name} is required: ${expected} was expected` } as const;
}

/** Names the field, what was expected, what came, and where it can be seen, the likely cause. */
export function explain(name: string, expected: string, value: unknown): string {
  const cause = findUnfilled(value)?.en ?? (isPartlyFilled(value) ? partlyFilled : undefined);
  return `${name}: ${expected} was expected, got ${describe(value)}${cause === undefined ? '' : `; ${cause}`}`;
}

const describedCharsMax = 60;

function describe(value: unknown): string {
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = JSON.stringify(value) ?? String(value);
  return text.length > describedCharsMax ? `${text.slice(0, describedCharsMax).toWellFormed()}…` : text.toWellFormed();
}

const partlyFilled = 'a template in it was not filled in';

function isPartlyFilled(value: unknown): boolean {
  return typeof value === 'string' && holdsTemplate(value);
}

// Control characters end up in logs, CSV files and addresses; a lone surrogate cannot be written as UTF-8.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
const unprintable = /[\u0000-\u001f\u007f]/;

function asText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  if (typeof value === 'boolean') return String(value);
  return undefined;
}

function identifier(
  charsMax: number,
  expected: string,
  refused: (text: string) => boolean = () => false,
): Field<string> {
  return {
    schema: { type: ['string', 'integer'], minLength: 1, maxLength: charsMax },
    expected,
    read(value) {
      if (typeof value === 'number' && !Number.isSafeInteger(value)) return undefined;
      if (typeof value === 'boolean') return undefined;
      const text = asText(value)?.trim();
      if (text === undefined || text === '' || text.length > charsMax || refused(text)) return undefined;
      if (isUnfilledTemplate(text) || holdsTemplate(text)) return undefined;
      return unprintable.test(text) || !text.isWellFormed() ? undefined : text;
    },
  };
}

/** A user's id in the messenger. Numbers are taken too; ids past 2^53 only as strings, since JSON numbers lose digits there. */
export const userId = identifier(64, 'a user id (not empty, not 0, at most 64 characters)', (text) =>
  /^-?0+$/.test(text),
);

/** A goal's identifier in an ad system. */
export const goalName = identifier(128, 'the name of a goal (1 to 128 characters)');

/** The type of an event of the funnel. */
export const eventType = identifier(128, 'the type of the event (1 to 128 characters)');

/**
 * Free text of a person (a name, a start parameter): any Unicode; what PostgreSQL or UTF-8 cannot hold is replaced, what is too long is
 * cut. A template that was not filled in says nothing: a start is worth more than a name, so it is not refused for it.
 */
export function freeText(charsMax: number): Field<string> {
  return {
    schema: { type: ['string', 'number'], description: `longer than ${charsMax} characters is cut` },
    expected: 'text',
    read(value) {
      const text = asText(value);
      if (text === undefined) return undefined;
      return isUnfilledTemplate(text) ? '' : storable(text, charsMax);
    },
  };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: it is what cannot be stored
const isStorable = /^[^\u0000\ud800-\udfff]*$/;

/** Text as it can be stored: no NUL, no lone surrogate, at most so many characters. */
export function storable(text: string, charsMax: number): string {
  const cut = text.length > charsMax ? text.slice(0, charsMax) : text;
  // Nearly all of it can be stored as it is.
  return isStorable.test(cut) ? cut : cut.replaceAll('\u0000', '\ufffd').toWellFormed();
}

export const dateAgeDaysMax = 3 * 365 + 1;
export const dateAheadSecondsMax = 5 * 60;

/** Unix seconds → milliseconds. */
export const unixDate: Field<number> = {
  schema: { type: ['integer', 'string'], description: 'Unix time in seconds' },
  expected: 'a Unix time in seconds, at most 3 years old and at most 5 minutes in the future',
  read(value, nowMs) {
    const seconds = typeof value === 'string' && /^\s*\d{1,12}(\.0+)?\s*$/.test(value) ? Number(value) : value;
    if (typeof seconds !== 'number' || !Number.isFinite(seconds)) return undefined;
    const atMs = Math.trunc(seconds) * 1000;
    return isAcceptableDate(atMs, nowMs) ? atMs : undefined;
  },
};

export function isAcceptableDate(atMs: number, nowMs: number): boolean {
  return atMs <= nowMs + dateAheadSecondsMax * 1000 && atMs >= nowMs - dateAgeDaysMax * 86_400_000;
}

export const eventResult: Field<EventResult> = {
  schema: { enum: eventResults },
  expected: `one of ${eventResults.join(', ')}`,
  read: (value) => eventResults.find((result) => result === value),
};

/** A sum of money as a decimal string with at most 6 places and 13 digits before them. */
export const amount: Field<string> = {
  schema: { type: ['number', 'string'], description: 'positive for revenue, negative for costs' },
  expected: 'a number with at most 13 digits before the point, such as 1500.00',
  read(value) {
    const text = typeof value === 'number' ? decimalDigits(value) : value;
    if (typeof text !== 'string') return undefined;
    const decimal = text.trim().replace(',', '.');
    return /^[+-]?0*\d{1,13}(\.\d*)?$/.test(decimal) ? shortest(decimal) : undefined;
  },
};

/** A number in plain digits; what JSON cannot hold or a sum cannot be is undefined. */
function decimalDigits(sum: number): string | undefined {
  return Math.abs(sum) < 1e13 ? sum.toFixed(6) : undefined;
}

function shortest(text: string): string {
  const negative = text.startsWith('-');
  const [whole = '', fraction = ''] = text.replace(/^[+-]/, '').split('.');
  const places = fraction.slice(0, 6).replace(/0+$/, '');
  const digits = whole.replace(/^0+(?=\d)/, '');
  const unsigned = places === '' ? digits : `${digits}.${places}`;
  return negative && /[1-9]/.test(unsigned) ? `-${unsigned}` : unsigned;
}

export interface Label {
  readonly name: string;
  readonly value: string;
}

const labelsMax = 50;
const labelCharsMax = 256;

/** Labels of an event; an array written as a JSON string is taken as well, since forms cannot send arrays. */
export const labels: Field<readonly Label[]> = {
  schema: {
    type: 'array',
    maxItems: labelsMax,
    items: { type: 'object', required: ['name', 'value'], properties: { name: { type: 'string' }, value: {} } },
  },
  expected: `an array of at most ${labelsMax} objects {"name", "value"}`,
  read(value) {
    const list = typeof value === 'string' ? parsedOrUndefined(value) : value;
    if (!Array.isArray(list) || list.length > labelsMax) return undefined;
    const read: Label[] = [];
    for (const item of list as readonly unknown[]) {
      const label = readLabel(item);
      if (label === undefined) return undefined;
      read.push(label);
    }
    return read;
  },
};

function readLabel(item: unknown): Label | undefined {
  if (typeof item !== 'object' || item === null) return undefined;
  const { name, value } = item as { readonly name?: unknown; readonly value?: unknown };
  const nameText = asText(name);
  const valueText = value === null || value === undefined ? '' : asText(value);
  if (nameText === undefined || nameText.trim() === '' || valueText === undefined) return undefined;
  return { name: storable(nameText, labelCharsMax), value: storable(valueText, labelCharsMax) };
}

function parsedOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
