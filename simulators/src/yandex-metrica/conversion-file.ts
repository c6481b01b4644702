import { ApiError } from './api-error.ts';
import { CsvSyntaxError, parseCsv } from './csv.ts';

/** The columns which name a visitor, with the `client_id_type` of a file (PURCHASE_ID is our guess: not documented). */
const CLIENT_ID_TYPES = {
  UserId: 'USER_ID',
  ClientId: 'CLIENT_ID',
  Yclid: 'YCLID',
  PurchaseId: 'PURCHASE_ID',
} as const;

export type IdColumn = keyof typeof CLIENT_ID_TYPES;
export type ClientIdType = (typeof CLIENT_ID_TYPES)[IdColumn];

const REQUIRED_COLUMNS = ['Target', 'DateTime'] as const;
const COLUMNS: ReadonlySet<string> = new Set([
  ...Object.keys(CLIENT_ID_TYPES),
  ...REQUIRED_COLUMNS,
  'Price',
  'Currency',
]);

export interface VisitorId {
  readonly column: IdColumn;
  readonly value: string;
}

/** One row of a file. */
export interface Conversion {
  /** The filled id columns in the header's order, at least one. */
  readonly ids: readonly [VisitorId, ...VisitorId[]];
  readonly target: string;
  /** Unix seconds, UTC. */
  readonly dateTime: number;
  /** As written, so that no digit is lost; null for an empty cell or no column. */
  readonly price: string | null;
  readonly currency: string | null;
}

export interface ConversionFile {
  readonly clientIdType: ClientIdType;
  readonly rows: readonly Conversion[];
}

/**
 * Reads a file of type BASIC by the column rules of adplatforms.md §2.2. One bad row refuses the whole file, so that a
 * sender which lets bad rows through is seen at once and not as a smaller count later.
 *
 * @param nowMs the time of the upload, milliseconds
 * @throws {ApiError} `invalid_uploading` with the line as location (the header is line 1).
 */
export function readConversionFile(bytes: Buffer, nowMs: number): ConversionFile {
  const [header = [], ...records] = parseRecords(decodeUtf8(bytes));
  const idColumns = readHeader(header);
  if (records.length === 0) throw invalid(1, 'there is no row');
  const rows = records.map((cells, index) => readRow(new Row(index + 2, header, cells), idColumns, nowMs));
  return { clientIdType: CLIENT_ID_TYPES[idColumns[0]], rows };
}

function decodeUtf8(bytes: Buffer): string {
  try {
    // A byte order mark is kept: it then makes the first column's name unknown.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new ApiError('invalid_uploading', { message: 'The file is not UTF-8', location: 'file' });
  }
}

function parseRecords(text: string): readonly (readonly string[])[] {
  try {
    return parseCsv(text);
  } catch (error) {
    if (error instanceof CsvSyntaxError) throw invalid(error.line, error.message);
    throw error;
  }
}

/** Checks the names, which are case-sensitive here, and returns the id columns in their order. */
function readHeader(header: readonly string[]): readonly [IdColumn, ...IdColumn[]] {
  for (const [index, name] of header.entries()) {
    if (!COLUMNS.has(name)) throw invalid(1, `unknown column "${name}"`);
    if (header.indexOf(name) !== index) throw invalid(1, `column "${name}" is repeated`);
  }
  for (const name of REQUIRED_COLUMNS) {
    if (!header.includes(name)) throw invalid(1, `there is no column "${name}"`);
  }
  const [first, ...others] = header.filter(isIdColumn);
  if (first === undefined) throw invalid(1, 'there is no column of a visitor id');
  return [first, ...others];
}

function isIdColumn(name: string): name is IdColumn {
  return Object.hasOwn(CLIENT_ID_TYPES, name);
}

function readRow(row: Row, idColumns: readonly IdColumn[], nowMs: number): Conversion {
  const [first, ...others] = idColumns.flatMap((column) => {
    const value = row.cell(column);
    return value.trim() === '' ? [] : [{ column, value }];
  });
  if (first === undefined) throw row.invalid('no visitor id is filled');
  return {
    ids: [first, ...others],
    target: readTarget(row),
    dateTime: readDateTime(row, nowMs),
    price: row.optional('Price', /^\d+(\.\d+)?$/, 'a decimal number with a dot'),
    currency: row.optional('Currency', /^[A-Z]{3}$/, 'a three-letter ISO 4217 code'),
  };
}

function readTarget(row: Row): string {
  const target = row.cell('Target');
  if (target.trim() === '') throw row.invalid('Target is empty');
  if (/[/\\&#?="]/.test(target)) throw row.invalid(`Target "${target}" has a forbidden character`);
  return target;
}

/** A time in milliseconds is a future one in seconds, so it is refused without a rule of its own. */
function readDateTime(row: Row, nowMs: number): number {
  const text = row.cell('DateTime');
  if (!/^\d+$/.test(text)) throw row.invalid(`DateTime "${text}" is not Unix seconds`);
  const seconds = Number(text);
  if (seconds * 1000 > nowMs) throw row.invalid(`DateTime ${text} has not come yet`);
  return seconds;
}

/** A record with its cells by column name. */
class Row {
  readonly #line: number;
  readonly #header: readonly string[];
  readonly #cells: readonly string[];

  constructor(line: number, header: readonly string[], cells: readonly string[]) {
    this.#line = line;
    this.#header = header;
    this.#cells = cells;
    if (cells.length !== header.length) throw this.invalid(`${cells.length} cells for ${header.length} columns`);
  }

  /** The cell as written; '' where the file has no such column. */
  cell(column: string): string {
    return this.#cells[this.#header.indexOf(column)] ?? '';
  }

  optional(column: string, pattern: RegExp, wanted: string): string | null {
    const text = this.cell(column);
    if (text === '') return null;
    if (!pattern.test(text)) throw this.invalid(`${column} "${text}" is not ${wanted}`);
    return text;
  }

  invalid(reason: string): ApiError {
    return invalid(this.#line, reason);
  }
}

function invalid(line: number, reason: string): ApiError {
  return new ApiError('invalid_uploading', {
    message: `Invalid data in line ${line}: ${reason}`,
    location: `line ${line}`,
  });
}
