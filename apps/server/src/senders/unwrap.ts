import { explain, isUnfilledTemplate } from '@otkuda/contract';
import { wrapperKeys } from './find-update.ts';
import { isObject } from './json-value.ts';
import { parsePythonLiteral } from './python-literal.ts';
import { isUpdate } from './telegram-update.ts';

/** The update within a body, or why there is none: the `error_details` of a bad request. */
export type Unwrapped =
  | { readonly ok: true; readonly update: unknown }
  | { readonly ok: false; readonly details: string };

/** Text in text in an object is three; a body that goes deeper is hostile. */
const layersMax = 16;
const textCharsMax = 1_000_000;

/**
 * Finds the update in the bodies that constructors make of it: as it is, as JSON in a text (also twice), under one of the known
 * keys or a single one, as Python prints it. Source: reference/payloads.md §2, forms A to F.
 *
 * An object that is nothing of this is handed on as it is, so that the sender says what it misses. Work is linear in the body.
 */
export function unwrapUpdate(json: unknown): Unwrapped {
  let value = json;
  for (let layer = 0; layer < layersMax; layer += 1) {
    if (isEmptyVariable(value)) return { ok: false, details: emptyVariable };
    const inner = typeof value === 'string' ? readText(value) : openWrapper(value);
    if (inner === undefined) {
      return typeof value === 'string' ? { ok: false, details: unreadable(value) } : { ok: true, update: value };
    }
    value = inner.value;
  }
  return { ok: false, details: `a Telegram update was expected, wrapped at most ${layersMax} times` };
}

/**
 * Reads a body that is no JSON: what a template with unescaped quotes leaves (`{"tg_request":"{"update_id":1}"}`), Python's
 * dictionaries, an empty body. Source: reference/payloads.md §2, form E and the quoting quirk.
 */
export function recoverUpdate(text: string): Unwrapped {
  return unwrapUpdate(text);
}

/** One layer less: what stood within. */
interface Inner {
  readonly value: unknown;
}

const emptyVariable =
  'the update is empty: in SaleBot set the project constant save_webhook to 1 (a project constant, else the first /start is ' +
  'not kept) and send the variable tg_request, of MAX tt_request';

/** What a variable without a value becomes in a request. */
function isEmptyVariable(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value !== 'string') return false;
  return ['', 'None', 'null', 'undefined'].includes(value.trim()) || isUnfilledTemplate(value);
}

/** A list of one is what n8n makes of an item. */
function openWrapper(value: unknown): Inner | undefined {
  if (Array.isArray(value)) return value.length === 1 ? { value: value[0] as unknown } : undefined;
  if (!isObject(value) || isUpdate(value)) return undefined;
  const keys = Object.keys(value);
  const key = wrapperKeys.find((name) => keys.includes(name)) ?? (keys.length === 1 ? keys[0] : undefined);
  if (key === undefined) return undefined;
  const inner = value[key];
  return typeof inner === 'string' || isObject(inner) || inner === null ? { value: inner } : undefined;
}

function readText(text: string): Inner | undefined {
  if (text.length > textCharsMax) return undefined;
  const trimmed = text.trim();
  return attempt(JSON.parse, trimmed) ?? attempt(parsePythonLiteral, trimmed) ?? stripOuterLayer(trimmed);
}

function attempt(parse: (text: string) => unknown, text: string): Inner | undefined {
  try {
    return { value: parse(text) };
  } catch {
    return undefined;
  }
}

/** `{"key":"` … `"}`, with or without the inner quotes: an object of one key whose value was pasted in as it was. */
function stripOuterLayer(text: string): Inner | undefined {
  if (!text.startsWith('{') || !text.endsWith('}')) return undefined;
  const body = text.slice(1, -1).trim();
  const key = /^(["'])[\w-]{1,64}\1\s*:/.exec(body)?.[0];
  if (key === undefined) return undefined;
  const value = body.slice(key.length).trim();
  const quote = value.length > 1 && /^["']/.test(value) && value.at(-1) === value[0];
  return { value: quote ? value.slice(1, -1) : value };
}

function unreadable(text: string): string {
  return explain('the body', 'a Telegram update as JSON', text);
}
