import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePythonLiteral } from './python-literal.ts';

describe('a literal of Python', () => {
  it.each([
    ['None', null],
    ['True', true],
    ['False', false],
    ['true', true],
    ['null', null],
    ['-12.5e3', -12500],
    ['1.', 1],
    ['0', 0],
    ["'it is'", 'it is'],
    [`"it's"`, "it's"],
    [`'it\\'s "so"'`, `it's "so"`],
    ["'\\\\ \\n \\t \\r'", '\\ \n \t \r'],
    ["'\\x41 \\u042f \\U0001f44b'", 'A Я 👋'],
    ["'\\ud83d\\udc4b'", '👋'],
    ["'👋 Привет'", '👋 Привет'],
    ['[]', []],
    ['[1, 2, ]', [1, 2]],
    ['()', []],
    ['(1,)', [1]],
    ['(1, 2)', [1, 2]],
    ['(1)', 1],
    ['{}', {}],
    [' { \'a\' : None , "b":[True] , 3: 4 } ', { a: null, b: [true], 3: 4 }],
  ])('%s', (text, value) => {
    expect(parsePythonLiteral(text)).toEqual(value);
  });

  it('keeps a key that JavaScript has a meaning for', () => {
    expect(JSON.stringify(parsePythonLiteral("{'__proto__': {'a': 1}}"))).toBe('{"__proto__":{"a":1}}');
  });

  it.each([
    ['nothing', ''],
    ['an unknown word', 'nan'],
    ['a name', 'Nonesuch'],
    ['a call', 'datetime.datetime(2026, 6, 2)'],
    ['an open string', "'abc"],
    ['a line break in a string', "'a\nb'"],
    ['a broken escape', "'\\x4'"],
    ['an escape that Python does not print', "'\\N{BULLET}'"],
    ['a code past Unicode', "'\\UFFFFFFFF'"],
    ['an escape at the end', "'\\"],
    ['an open list', '[1'],
    ['a missing comma', '[1 2]'],
    ['a lone comma', '[,]'],
    ['two commas', '[1,,2]'],
    ['the wrong bracket', '[1}'],
    ['a key without a value', "{'a'}"],
    ['a key that is a list', '{[1]: 2}'],
    ['a set', '{1, 2}'],
    ['bytes', "b'abc'"],
    ['text behind the value', '{} {}'],
    ['a number with a leading zero', '007'],
  ])('is not %s', (_, text) => {
    expect(() => parsePythonLiteral(text)).toThrow(SyntaxError);
  });

  it('is read back as it was printed', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        const json = JSON.stringify(value);
        expect(JSON.stringify(parsePythonLiteral(repr(JSON.parse(json))))).toBe(json);
      }),
    );
  });

  it('is no place for exceptions but SyntaxError', () => {
    const pieces = fc.constantFrom('{', '}', '[', ']', '(', ')', ',', ':', "'", '"', '\\', 'u', 'x4', 'None', '1', ' ');
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(pieces).map((list) => list.join('')),
        ),
        (text) => {
          try {
            parsePythonLiteral(text);
          } catch (error) {
            expect(error).toBeInstanceOf(SyntaxError);
          }
        },
      ),
    );
  });

  it.each(['[', '(', "{'a':", "'\\", '[[],', ' ', '1 ', '\\'])('comes to an end on 100 000 times %j', (piece) => {
    expect(() => parsePythonLiteral(piece.repeat(100_000))).toThrow(SyntaxError);
  });
});

/** Prints JSON-like data as Python does. */
function repr(value: unknown): string {
  if (value === null) return 'None';
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (typeof value === 'string') return reprText(value);
  if (Array.isArray(value)) return `[${value.map(repr).join(', ')}]`;
  if (typeof value !== 'object') return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([key, inner]) => `${reprText(key)}: ${repr(inner)}`)
    .join(', ')}}`;
}

function reprText(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const printed = Array.from(text, (char) => {
    const code = char.codePointAt(0) ?? 0;
    if (char === quote || char === '\\') return `\\${char}`;
    if (char === '\n') return '\\n';
    if (char === '\r') return '\\r';
    if (char === '\t') return '\\t';
    if (code < 0x20 || (code >= 0x7f && code < 0xa1)) return `\\x${code.toString(16).padStart(2, '0')}`;
    if (code >= 0xd800 && code < 0xe000) return `\\u${code.toString(16)}`;
    return code > 0xfffff ? `\\U${code.toString(16).padStart(8, '0')}` : char;
  });
  return `${quote}${printed.join('')}${quote}`;
}
