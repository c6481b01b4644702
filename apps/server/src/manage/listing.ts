import { type TSchema, Type } from 'typebox';
import { Check } from 'typebox/value';
import { isUuid } from '../domain/uuid.ts';
import { nullable } from './fields.ts';
import { invalid } from './problem.ts';

const limitDefault = 100;
const limitMax = 1000;

/** What every list takes besides its own filters. */
export const listQuery = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: limitMax, default: limitDefault })),
  cursor: Type.Optional(Type.String({ description: '`next_cursor` of the page before' })),
};

/** A page of a list; `next_cursor` is null on the last one. */
export function pageOf<S extends TSchema>(item: S) {
  return Type.Object({ items: Type.Array(item), next_cursor: nullable(Type.String()) });
}

export interface Page<Item> {
  items: Item[];
  next_cursor: string | null;
}

/** How a part of the key that a list is ordered by is written in its cursor. */
type KeyPart = 'number' | 'uuid' | 'time' | 'text';

const readsAs: Readonly<Record<KeyPart, (text: string) => boolean>> = {
  number: (text) => /^\d{1,18}$/.test(text),
  uuid: isUuid,
  time: (text) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text) && !Number.isNaN(Date.parse(text)),
  text: (text) => text.length <= 200 && !text.includes('\u0000'),
};

export interface PageRequest {
  readonly limit: number;
  /** Key of the last row of the page before, or null for the first page. */
  readonly after: readonly string[] | null;
}

/** Reads limit and cursor. Throws a 400 problem for a cursor that this list did not make. */
export function readPage(
  query: { readonly limit?: number; readonly cursor?: string },
  parts: readonly KeyPart[],
): PageRequest {
  const limit = query.limit ?? limitDefault;
  return { limit, after: query.cursor === undefined ? null : readCursor(query.cursor, parts) };
}

function readCursor(cursor: string, parts: readonly KeyPart[]): readonly string[] {
  const key = parsed(Buffer.from(cursor, 'base64url').toString('utf8'));
  if (Check(Type.Array(Type.String()), key) && key.length === parts.length) {
    if (parts.every((part, index) => readsAs[part](key[index] ?? ''))) return key;
  }
  throw invalid([{ field: 'cursor', expected: 'next_cursor of the page before, unchanged' }]);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Makes a page of the rows of a query that asked for one row more than the limit: the extra one says that there is a next page. */
export function toPage<Row, Item>(
  rows: readonly Row[],
  { limit }: PageRequest,
  keyOf: (row: Row) => readonly string[],
  toItem: (row: Row) => Item,
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const more = rows.length > limit && last !== undefined;
  return {
    items: shown.map(toItem),
    next_cursor: more ? Buffer.from(JSON.stringify(keyOf(last))).toString('base64url') : null,
  };
}
