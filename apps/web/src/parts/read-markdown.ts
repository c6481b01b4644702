export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'item'; readonly mark: string; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'table'; readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] };

export interface Span {
  readonly kind: 'text' | 'code' | 'strong';
  readonly text: string;
}

/** The blocks of a document, as far as the project's own guides go. */
export function readBlocks(markdown: string): Block[] {
  const blocks: Block[] = [];
  const lines = markdown.split('\n');
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (line.trim() === '') continue;
    if (/^\s*```/.test(line)) {
      const end = lines.findIndex((other, index) => index > at && /^\s*```/.test(other));
      const last = end < 0 ? lines.length : end;
      blocks.push({ kind: 'code', text: lines.slice(at + 1, last).join('\n') });
      at = last;
      continue;
    }
    const end = endOfBlock(lines, at);
    blocks.push(readBlock(lines.slice(at, end)));
    at = end - 1;
  }
  return blocks;
}

/** A block goes on until an empty line, or the beginning of another. */
function endOfBlock(lines: readonly string[], at: number): number {
  if (/^#+ /.test(lines[at] ?? '')) return at + 1;
  let end = at + 1;
  while (end < lines.length && !/^(\s*$|\s*```|#+ |\s*(\d+\.|[-*]) )/.test(lines[end] ?? '')) end += 1;
  return end;
}

function readBlock(lines: readonly string[]): Block {
  const [first = ''] = lines;
  const heading = /^(#+) (.+)$/.exec(first);
  if (heading !== null) return { kind: 'heading', level: heading[1]?.length ?? 1, text: heading[2] ?? '' };
  if (first.startsWith('|')) return readTable(lines);
  const item = /^\s*(\d+\.|[-*]) (.*)$/.exec(first);
  const text = [item?.[2] ?? first, ...lines.slice(1)].map((line) => line.trim()).join(' ');
  if (item === null) return { kind: 'paragraph', text };
  return { kind: 'item', mark: item[1]?.length === 1 ? '•' : (item[1] ?? ''), text };
}

function readTable(lines: readonly string[]): Block {
  const [head = [], , ...rows] = lines.map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  return { kind: 'table', head, rows };
}

/** Code and stress inside a text; of a link, its words. */
export function readSpans(text: string): Span[] {
  const plain = text.replace(/\[([^\]]+)\]\([^)]*\)/g, '$1');
  return plain
    .split(/(`[^`]+`|\*\*[^*]+\*\*)/)
    .filter((part) => part !== '')
    .map((part) => {
      if (part.startsWith('`')) return { kind: 'code', text: part.slice(1, -1) };
      if (part.startsWith('**')) return { kind: 'strong', text: part.slice(2, -2) };
      return { kind: 'text', text: part };
    });
}
