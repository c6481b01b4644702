/** Real payloads nest less than ten deep; the limit keeps hostile ones from the stack. */
const depthMax = 100;

/**
 * Reads what Python's `repr` prints for JSON-like data: dictionaries, lists, tuples, strings, numbers, True, False, None; the
 * spellings of JSON are taken too, since such text stands within JSON templates. Linear in the text.
 *
 * @throws SyntaxError as JSON.parse does
 */
export function parsePythonLiteral(text: string): unknown {
  const reader = new LiteralReader(text);
  const value = reader.value(0);
  reader.end();
  return value;
}

const words: ReadonlyMap<string, boolean | null> = new Map([
  ['None', null],
  ['null', null],
  ['True', true],
  ['true', true],
  ['False', false],
  ['false', false],
]);

const simpleEscapes: Readonly<Record<string, string>> = {
  '\\': '\\',
  "'": "'",
  '"': '"',
  '/': '/',
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
};

const hexDigits: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

class LiteralReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(depth: number): unknown {
    if (depth > depthMax) throw this.#unexpected();
    this.#match(/\s*/y);
    switch (this.#text[this.#at]) {
      case '{':
        return Object.fromEntries(this.#items('}', () => this.#entry(depth + 1)).items);
      case '[':
        return this.#items(']', () => this.value(depth + 1)).items;
      case '(':
        return this.#tuple(depth + 1);
      case "'":
      case '"':
        return this.#string();
      default:
        return this.#wordOrNumber();
    }
  }

  end(): void {
    this.#match(/\s*/y);
    if (this.#at < this.#text.length) throw this.#unexpected();
  }

  #items<T>(close: string, readItem: () => T): { readonly items: readonly T[]; readonly trailingComma: boolean } {
    this.#at += 1;
    const items: T[] = [];
    let comma = false;
    while (!this.#take(close)) {
      if (items.length > 0 && !comma) throw this.#unexpected();
      items.push(readItem());
      comma = this.#take(',');
    }
    return { items, trailingComma: comma };
  }

  /** One value in brackets without a comma is that value, as in Python. */
  #tuple(depth: number): unknown {
    const { items, trailingComma } = this.#items(')', () => this.value(depth));
    return items.length === 1 && !trailingComma ? items[0] : items;
  }

  #entry(depth: number): readonly [string, unknown] {
    const key = this.value(depth);
    if (typeof key !== 'string' && typeof key !== 'number') throw this.#unexpected();
    if (!this.#take(':')) throw this.#unexpected();
    return [String(key), this.value(depth)];
  }

  #string(): string {
    const quote = this.#text[this.#at];
    this.#at += 1;
    let value = '';
    let from = this.#at;
    for (;;) {
      const char = this.#text[this.#at];
      if (char === undefined || char === '\n') throw this.#unexpected();
      if (char === quote) break;
      if (char === '\\') {
        value += this.#text.slice(from, this.#at) + this.#escape();
        from = this.#at;
      } else {
        this.#at += 1;
      }
    }
    value += this.#text.slice(from, this.#at);
    this.#at += 1;
    return value;
  }

  #escape(): string {
    const letter = this.#text[this.#at + 1] ?? '';
    this.#at += 2;
    const digits = hexDigits[letter];
    if (digits === undefined) {
      const char = simpleEscapes[letter];
      if (char === undefined) throw this.#unexpected();
      return char;
    }
    const hex = this.#text.slice(this.#at, this.#at + digits);
    const code = Number.parseInt(hex, 16);
    if (hex.length < digits || !/^[0-9a-f]+$/i.test(hex) || code > 0x10ffff) throw this.#unexpected();
    this.#at += digits;
    return String.fromCodePoint(code);
  }

  #wordOrNumber(): boolean | number | null {
    const number = this.#match(/-?(?:0|[1-9]\d*)(?:\.\d*)?(?:[eE][+-]?\d+)?/y);
    if (number !== '') return Number(number);
    const value = words.get(this.#match(/[A-Za-z]+/y));
    if (value === undefined) throw this.#unexpected();
    return value;
  }

  #take(char: string): boolean {
    this.#match(/\s*/y);
    if (this.#text[this.#at] !== char) return false;
    this.#at += 1;
    return true;
  }

  /** What a sticky pattern matches here, '' for nothing; moves behind it. */
  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? '';
    this.#at += found.length;
    return found;
  }

  #unexpected(): SyntaxError {
    return new SyntaxError(`unexpected ${this.#text[this.#at] ?? 'end'} at ${this.#at} of a Python literal`);
  }
}
