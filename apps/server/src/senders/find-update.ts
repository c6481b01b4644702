import { isObject, type JsonObject } from './json-value.ts';
import { isMaxUpdate } from './max.ts';
import { hasUpdateId } from './telegram-update.ts';

/** Fields that people put an update into: SaleBot's variables, SamBot's field, and the names they give it by themselves. */
export const wrapperKeys = ['tg_request', 'tt_request', 'webhook', 'update', 'data'] as const;

/**
 * A raw update in a body that was to be something else: alone, in a list of one, or in a field that people put it into, as an object or
 * as text. Only what is an update for sure: such a body may have fields of the same names. undefined: there is none.
 */
export function findTelegramUpdate(json: unknown): JsonObject | undefined {
  return find(json, hasUpdateId);
}

export function findMaxUpdate(json: unknown): JsonObject | undefined {
  return find(json, isMaxUpdate);
}

function find(json: unknown, isUpdate: (value: unknown) => value is JsonObject): JsonObject | undefined {
  const value = Array.isArray(json) && json.length === 1 ? (json[0] as unknown) : json;
  if (!isObject(value) || isUpdate(value)) return isObject(value) ? value : undefined;
  return wrapperKeys.map((key) => parsed(value[key])).find(isUpdate);
}

function parsed(value: unknown): unknown {
  if (typeof value !== 'string' || !value.trimStart().startsWith('{')) return value;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}
