/**
 * PostgreSQL array literals for `unnest`. The driver's own conversion tests and escapes every element; here the caller knows what
 * stands in the column, and only text is escaped.
 */
type Cell = string | number | boolean | null | undefined;

/** Numbers, booleans and UUIDs: nothing in them needs a quote. */
export function plainArray(cells: readonly Cell[]): string {
  return `{${cells.map((cell) => cell ?? 'NULL').join(',')}}`;
}

export function textArray(cells: ReadonlyArray<string | null | undefined>): string {
  return `{${cells.map(quoted).join(',')}}`;
}

/** Milliseconds since 1970 → timestamptz. */
export function timeArray(cells: ReadonlyArray<number | null | undefined>): string {
  return `{${cells.map((cell) => (cell === null || cell === undefined ? 'NULL' : `"${new Date(cell).toISOString()}"`)).join(',')}}`;
}

export function jsonArray(cells: readonly unknown[]): string {
  return textArray(cells.map((cell) => (cell === null || cell === undefined ? null : JSON.stringify(cell))));
}

export function bytesArray(cells: ReadonlyArray<Buffer | null | undefined>): string {
  return `{${cells.map((cell) => (cell ? `"\\\\x${cell.toString('hex')}"` : 'NULL')).join(',')}}`;
}

function quoted(cell: string | null | undefined): string {
  if (cell === null || cell === undefined) return 'NULL';
  return /["\\]/.test(cell) ? `"${cell.replace(/["\\]/g, '\\$&')}"` : `"${cell}"`;
}
