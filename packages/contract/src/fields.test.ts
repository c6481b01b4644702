import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  dateAgeDaysMax,
  dateAheadSecondsMax,
  eventResult,
  eventType,
  type Field,
  freeText,
  goalName,
  storable,
  unixDate,
  userId,
} from './fields.ts';

const nowSeconds = 1_780_387_078;
const nowMs = nowSeconds * 1000;
const oldestSeconds = nowSeconds - dateAgeDaysMax * 86_400;
const latestSeconds = nowSeconds + dateAheadSecondsMax;

/** What is written, and what is made of it; undefined: it is refused. */
type Row = readonly [written: unknown, read: unknown];

const identifiers: readonly Row[] = [
  ['abc', 'abc'],
  ['  abc\n', 'abc'],
  [7, '7'],
  [-7, '-7'],
  [Number.MAX_SAFE_INTEGER, '9007199254740991'],
  ['9223372036854775807', '9223372036854775807'],
  ['Заявка №1', 'Заявка №1'],
  [Number.MAX_SAFE_INTEGER + 1, undefined],
  [1.5, undefined],
  ['', undefined],
  ['   ', undefined],
  ['a\u0000b', undefined],
  ['a\nb', undefined],
  ['\ud83d', undefined],
  ['#{platform_id}', undefined],
  ['{{user_id}}', undefined],
  ['{%user_id%}', undefined],
  [true, undefined],
  [{}, undefined],
  [['abc'], undefined],
];

const fields: Readonly<Record<string, readonly [Field<unknown>, readonly Row[]]>> = {
  userId: [
    userId,
    [
      ...identifiers,
      [0, undefined],
      [-0, undefined],
      ['0', undefined],
      ['-00', undefined],
      ['10', '10'],
      ['x'.repeat(64), 'x'.repeat(64)],
      ['x'.repeat(65), undefined],
    ],
  ],
  goalName: [goalName, [...identifiers, [0, '0'], ['x'.repeat(128), 'x'.repeat(128)], ['x'.repeat(129), undefined]]],
  eventType: [eventType, [...identifiers, [0, '0'], ['x'.repeat(128), 'x'.repeat(128)], ['x'.repeat(129), undefined]]],
  freeText: [
    freeText(5),
    [
      ['', ''],
      [' Иван', ' Иван'],
      [5, '5'],
      [false, 'false'],
      ['123456', '12345'],
      ['1234👋', '1234\ufffd'],
      ['\u0000', '\ufffd'],
      ['\ud83d', '\ufffd'],
      [{}, undefined],
      [[], undefined],
    ],
  ],
  unixDate: [
    unixDate,
    [
      [nowSeconds, nowMs],
      [String(nowSeconds), nowMs],
      [` ${nowSeconds}.0 `, nowMs],
      [nowSeconds + 0.9, nowMs],
      [oldestSeconds, oldestSeconds * 1000],
      [oldestSeconds - 1, undefined],
      [latestSeconds, latestSeconds * 1000],
      [latestSeconds + 1, undefined],
      [nowMs, undefined],
      [0, undefined],
      [-nowSeconds, undefined],
      ['2026-06-02', undefined],
      ['', undefined],
      ['1e9', undefined],
      [true, undefined],
      [[nowSeconds], undefined],
    ],
  ],
  eventResult: [
    eventResult,
    [
      ['success', 'success'],
      ['in_progress', 'in_progress'],
      ['failure', 'failure'],
      ['Success', undefined],
      ['', undefined],
      [1, undefined],
    ],
  ],
};

describe.each(Object.entries(fields))('%s', (_, [field, rows]) => {
  it.each(rows.map((row) => [row] as const))('reads %j', ([written, read]) => {
    expect(field.read(written, nowMs)).toEqual(read);
  });

  it('reads again what it made of a text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.string({ unit: 'binary' }), fc.double()), (value) => {
        const once = field.read(value, nowMs);
        if (typeof once === 'string' && once !== '') expect(field.read(once, nowMs)).toBe(once);
      }),
    );
  });
});

describe('storable text', () => {
  it('is short, well formed and without NUL, whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat({ max: 20 }), (text, charsMax) => {
        const stored = storable(text, charsMax);
        expect(stored.length).toBeLessThanOrEqual(charsMax);
        expect(stored.isWellFormed()).toBe(true);
        expect(stored).not.toContain('\u0000');
      }),
    );
  });
});
