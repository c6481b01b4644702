import { type PagePlace, readPlace } from '../../reports/csv-pages.ts';

export interface ReportQuery {
  readonly fromMs: number;
  readonly toMs: number;
  readonly limit: number;
  readonly offset: number;
  readonly after: PagePlace | null;
}

const limitDefault = 10_000;
const limitMax = 100_000;
const secondsMax = 253_402_300_799;

/** Parameters as TGTrack's clients send them; those that do not matter (`ver`, `platform`, `format`) are not looked at. */
export function readReportQuery(
  query: Readonly<Record<string, unknown>>,
  nowMs: number,
): ReportQuery | { readonly refusal: string } {
  const from = wholeNumber(query.date_from, 0, secondsMax);
  const to = wholeNumber(query.date_to, Math.ceil(nowMs / 1000) + 3_600, secondsMax);
  const limit = wholeNumber(query.limit, limitDefault, Number.MAX_SAFE_INTEGER);
  const offset = wholeNumber(query.offset, 0, 100_000_000);
  if (from === null) return { refusal: 'date_from: Unix seconds were expected' };
  if (to === null) return { refusal: 'date_to: Unix seconds were expected' };
  if (limit === null || limit === 0) return { refusal: `limit: a whole number from 1 to ${limitMax} was expected` };
  if (offset === null) return { refusal: 'offset: a whole number was expected' };
  const given = query.cursor === undefined || query.cursor === '' ? null : query.cursor;
  const cursor = typeof given === 'string' ? readPlace(given) : null;
  if (cursor === null && given !== null) {
    return { refusal: 'cursor: X-Next-Cursor of the page before was expected, unchanged' };
  }
  return { fromMs: from * 1000, toMs: to * 1000 + 999, limit: Math.min(limit, limitMax), offset, after: cursor };
}

/** Null: it is none. */
function wholeNumber(value: unknown, absent: number, max: number): number | null {
  if (value === undefined || value === '') return absent;
  if (typeof value !== 'string' || !/^\d{1,15}$/.test(value)) return null;
  const number = Number(value);
  return number <= max ? number : null;
}
