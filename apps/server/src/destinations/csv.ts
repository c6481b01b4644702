/** A table as RFC 4180 text: CRLF after each line, cells quoted only where they have to be. */
export function csv(lines: ReadonlyArray<readonly string[]>): string {
  return lines.map((cells) => `${cells.map(cell).join(',')}\r\n`).join('');
}

/** Spaces at the ends are quoted as well, since many readers trim bare cells, and an id must arrive as it was. */
function cell(text: string): string {
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
