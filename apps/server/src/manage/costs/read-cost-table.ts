import { parse } from 'csv-parse/sync';
import { fromMillionths, toMillionths } from '../../domain/money.ts';
import type { Violation } from '../problem.ts';
import { type CostRow, isRealDay, sourceOf } from './store-costs.ts';

/** What a link in a table may be named by: its id, its code or its name. */
export type FindLink = (name: string) => string | null;

type Column = 'date' | 'link' | 'campaign' | 'amount' | 'currency' | 'impressions' | 'clicks';

/** Names of columns as exports of ad systems and people write them, in lower case. */
const columnNames: Readonly<Record<Column, readonly string[]>> = {
  date: ['date', 'day', 'дата', 'день'],
  link: ['link', 'link_id', 'ссылка', 'источник'],
  campaign: ['utm_campaign', 'campaign', 'campaign_name', 'campaign name', 'кампания', 'название кампании'],
  amount: ['amount', 'cost', 'spend', 'sum', 'сумма', 'расход', 'расходы', 'стоимость', 'затраты'],
  currency: ['currency', 'валюта'],
  impressions: ['impressions', 'shows', 'показы'],
  clicks: ['clicks', 'клики'],
};

type Table = { readonly rows: CostRow[] } | { readonly violations: Violation[] };

const rowsMax = 50_000;
const violationsMax = 20;

/**
 * Reads a table of costs, tolerant of what spreadsheets make of it: `;`, tabs, a BOM, Windows-1251, decimal commas, dd.mm.yyyy, spaces
 * in numbers. Rows of the same day and source are added up, since exports have one for each ad. What cannot be read is named by its row
 * (as a spreadsheet numbers it) and column; then nothing of the table is used.
 */
export function readCostTable(bytes: Buffer, ownCurrency: string, findLink: FindLink): Table {
  const text = decode(bytes);
  const lines = parseLines(text);
  if (lines === null) return refused('body', 'a CSV table');
  const [head, ...body] = lines;
  const places = placesOf(head ?? []);
  if (!places.has('date') || !places.has('amount') || !(places.has('link') || places.has('campaign'))) {
    return refused('row 1', 'a head with the columns date, amount, and link or utm_campaign');
  }
  if (body.length > rowsMax) return refused('body', `a table of at most ${rowsMax} rows`);
  const sums = new Map<string, CostRow>();
  const violations: Violation[] = [];
  for (const [index, cells] of body.entries()) {
    if (cells.every((cell) => cell.trim() === '')) continue;
    const row = readRow((column) => (cells[places.get(column) ?? -1] ?? '').trim(), ownCurrency, findLink);
    const violation = 'field' in row ? row : addRow(sums, row);
    if (violation !== null) violations.push({ ...violation, field: `row ${index + 2}, ${violation.field}` });
    if (violations.length === violationsMax) break;
  }
  return violations.length > 0 ? { violations } : { rows: [...sums.values()] };
}

function refused(field: string, expected: string): Table {
  return { violations: [{ field, expected }] };
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // Spreadsheets in Russian save "CSV" so.
    return new TextDecoder('windows-1251').decode(bytes);
  }
}

function parseLines(text: string): string[][] | null {
  const head = text.split(/\r?\n/, 1)[0] ?? '';
  const delimiter = [';', '\t', ','].find((one) => head.includes(one)) ?? ',';
  try {
    return parse(text, { delimiter, bom: true, relax_column_count: true, skip_empty_lines: false, relax_quotes: true });
  } catch {
    return null;
  }
}

function placesOf(head: readonly string[]): ReadonlyMap<Column, number> {
  const places = new Map<Column, number>();
  for (const [place, name] of head.entries()) {
    const wanted = name.trim().toLowerCase();
    for (const column of Object.keys(columnNames) as Column[]) {
      if (columnNames[column].includes(wanted) && !places.has(column)) places.set(column, place);
    }
  }
  return places;
}

function readRow(cell: (column: Column) => string, ownCurrency: string, findLink: FindLink): CostRow | Violation {
  const day = readDay(cell('date'));
  if (day === null) return { field: 'date', expected: 'a day such as 2026-01-31 or 31.01.2026' };
  const amount = readAmount(cell('amount'));
  if (amount === null) return { field: 'amount', expected: 'a sum that is not negative, such as 1500.50 or 1 500,50' };
  const currency = cell('currency').toUpperCase() || ownCurrency;
  if (!/^[A-Z]{3}$/.test(currency)) return { field: 'currency', expected: 'a currency such as RUB' };
  const [link, campaign] = [cell('link'), cell('campaign')];
  if ((link === '') === (campaign === '')) return { field: 'link', expected: 'either a link or a campaign' };
  if (campaign.length > 512) return { field: 'campaign', expected: 'text of at most 512 characters' };
  const linkId = link === '' ? null : findLink(link);
  if (link !== '' && linkId === null)
    return { field: 'link', expected: 'the id, code or name of one link of this project' };
  const impressions = readCount(cell('impressions'));
  const clicks = readCount(cell('clicks'));
  if (impressions === undefined) return { field: 'impressions', expected: 'a whole number' };
  if (clicks === undefined) return { field: 'clicks', expected: 'a whole number' };
  return { day, linkId, campaign: link === '' ? campaign : null, amount, currency, impressions, clicks };
}

function readDay(text: string): string | null {
  const local = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text);
  const day =
    local === null
      ? text.replaceAll('/', '-').slice(0, 10)
      : `${local[3]}-${local[2]?.padStart(2, '0')}-${local[1]?.padStart(2, '0')}`;
  return /^\d{4}-\d\d-\d\d$/.test(day) && isRealDay(day) ? day : null;
}

/** The last of comma and point parts the decimals, where both occur; spaces and signs of currencies are left out. */
function readAmount(text: string): string | null {
  const bare = text.replace(/[\s\u00a0\u202f'₽$€]|руб\.?/giu, '');
  const decimal = bare.lastIndexOf(',') > bare.lastIndexOf('.') ? ',' : '.';
  const grouping = decimal === ',' ? '.' : ',';
  const plain = bare.replaceAll(grouping, '').replace(decimal, '.');
  return /^\d{1,14}(\.\d{1,6})?$/.test(plain) ? plain : null;
}

/** Null: nothing is said; undefined: it is no count. */
function readCount(text: string): number | null | undefined {
  if (text === '') return null;
  const bare = text.replace(/[\s\u00a0\u202f]/gu, '');
  return /^\d{1,12}$/.test(bare) ? Number(bare) : undefined;
}

/** A day and source has one sum, in one currency. */
function addRow(sums: Map<string, CostRow>, row: CostRow): Violation | null {
  const key = `${row.day} ${sourceOf(row)}`;
  const known = sums.get(key);
  if (known !== undefined && known.currency !== row.currency) {
    return { field: 'currency', expected: `${known.currency}, as in another row of this day and source` };
  }
  sums.set(key, known === undefined ? row : added(known, row));
  return null;
}

function added(known: CostRow, row: CostRow): CostRow {
  const add = (a: number | null, b: number | null): number | null => (a === null ? b : b === null ? a : a + b);
  return {
    ...row,
    amount: fromMillionths(toMillionths(known.amount) + toMillionths(row.amount)),
    impressions: add(known.impressions, row.impressions),
    clicks: add(known.clicks, row.clicks),
  };
}
