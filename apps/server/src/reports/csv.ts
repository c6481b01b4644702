import { stringify } from 'csv-stringify/sync';

export type Cell = string | number | boolean | null;

/** Spreadsheets open a file in UTF-8 only where it says so. */
export const bom = '\ufeff';

/** One line of CSV. */
export function csvLine(cells: readonly Cell[]): string {
  return stringify([cells.map((cell) => (typeof cell === 'string' ? defused(cell) : cell))], {
    cast: { boolean: String, number: String },
  });
}

/** A spreadsheet runs what begins like a formula. A quote before it makes it text; numbers are left as they are. */
function defused(text: string): string {
  return /^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
}

/** Rows of a report as a table: what is nested becomes columns of its own. The columns are those of all rows. */
export function csvTable(rows: readonly object[]): string {
  const flat = rows.map((row) => new Map(columnsOf(row, '')));
  const names = [...new Set(flat.flatMap((row) => [...row.keys()]))];
  return [bom, csvLine(names), ...flat.map((row) => csvLine(names.map((name) => row.get(name) ?? null)))].join('');
}

/** `figures` stands for the row itself, so that its columns need no prefix. */
function columnsOf(value: unknown, name: string): Array<[string, Cell]> {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value))
    return value.flatMap((item: unknown, index) => columnsOf(item, partName(name, item, index)));
  if (typeof value !== 'object') return [[name, value as Cell]];
  if ('dimension' in value && 'label' in value) return keyColumns(value as DimensionKey);
  return Object.entries(value).flatMap(([inner, own]) =>
    columnsOf(own, inner === 'figures' ? name : joined(name, inner)),
  );
}

interface DimensionKey {
  readonly dimension: string;
  readonly value: string | null;
  readonly label: string | null;
}

function keyColumns({ dimension, value, label }: DimensionKey): Array<[string, Cell]> {
  return dimension === 'link'
    ? [
        ['link_id', value],
        ['link', label],
      ]
    : [[dimension, value]];
}

/** Items that name themselves (`{days: 7, …}`, `{currency: "USD", …}`) give their columns that name. */
function partName(name: string, item: unknown, index: number): string {
  const { days, currency } = (typeof item === 'object' && item !== null ? item : {}) as {
    readonly days?: number;
    readonly currency?: string;
  };
  return joined(name, days === undefined ? (currency?.toLowerCase() ?? String(index + 1)) : `d${days}`);
}

function joined(name: string, inner: string): string {
  return name === '' ? inner : `${name}_${inner}`;
}
