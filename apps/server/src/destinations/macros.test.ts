import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fillAddress, fillJson, fillLine, macrosIn } from './macros.ts';

const anyText = fc.string({ unit: 'binary', maxLength: 40 }).map((text) => text.toWellFormed());

describe('a macro in an address', () => {
  it('never ends its parameter nor begins another', () => {
    fc.assert(
      fc.property(anyText, anyText, (a, b) => {
        const url = new URL(
          fillAddress('https://t.example/x/{goal}?a={goal}&b={status}&c=1#{goal}', { goal: a, status: b }),
        );
        expect(url.host).toBe('t.example');
        expect([...url.searchParams]).toEqual([
          ['a', a],
          ['b', b],
          ['c', '1'],
        ]);
      }),
    );
  });

  it('is nothing where there is nothing to say, and other braces stay', () => {
    expect(fillAddress('?a={goal}&b={}&c={ goal }', { goal: null })).toBe('?a=&b={}&c={ goal }');
  });
});

describe('a macro in JSON', () => {
  it('keeps any value, within quotes and alone', () => {
    fc.assert(
      fc.property(anyText, (value) => {
        const filled = fillJson('{"a":"<{goal}>","b\\"{goal}":{goal},"c":"\\\\"}', { goal: value });
        expect(JSON.parse(filled)).toMatchObject({ a: `<${value}>`, c: '\\' });
      }),
    );
  });

  it.each([
    ['1990.50', 1990.5],
    ['-3', -3],
    ['0', 0],
    ['007', '007'],
    ['1e3', '1e3'],
    ['text', 'text'],
    [null, null],
  ])('standing alone, %j is %j', (value, expected) => {
    expect(JSON.parse(fillJson('{"value":{value}}', { value }))).toEqual({ value: expected });
  });
});

it('a macro in a header stays in its line', () => {
  fc.assert(
    fc.property(anyText, (goal) => {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
      expect(fillLine('key {goal}', { goal })).not.toMatch(/[\u0000-\u001f\u007f]/);
    }),
  );
});

it('macros are known by name', () => {
  expect(macrosIn('{a}{b_2} { c } {} {A}')).toEqual(['a', 'b_2', 'A']);
});
