/** A text which is not RFC 4180. `line` is the record's number, 1 for the header. */
export class CsvSyntaxError extends Error {
  override readonly name = 'CsvSyntaxError';
  readonly line: number;

  constructor(line: number, message: string) {
    super(message);
    this.line = line;
  }
}

const QUOTED = /"((?:[^"]|"")*)"/y;
const BARE = /[^",\r\n]*/y;
const END = /,|\r\n|\n|$/y;

/**
 * The records of a comma separated text (RFC 4180): LF or CRLF ends, the last end may be missing, nothing is trimmed.
 * An empty line is a record of one empty cell, so that the caller's count of cells refuses it.
 *
 * @throws {CsvSyntaxError} for a quote inside a bare cell, an open quote, text behind a closing quote, or a lone CR.
 */
export function parseCsv(text: string): readonly (readonly string[])[] {
  const records: string[][] = [];
  let record: string[] = [];
  let cursor = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = cursor;
    const match = pattern.exec(text);
    if (match !== null) cursor += match[0].length;
    return match;
  };

  while (cursor < text.length || record.length > 0) {
    const quoted = text[cursor] === '"' ? take(QUOTED) : null;
    const cell = quoted === null ? (take(BARE)?.[0] ?? '') : (quoted[1] ?? '').replaceAll('""', '"');
    const end = take(END);
    if (end === null) throw new CsvSyntaxError(records.length + 1, 'a quotation mark or a line end is out of place');
    record.push(cell);
    if (end[0] === ',') continue;
    records.push(record);
    record = [];
  }
  return records;
}
