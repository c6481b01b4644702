import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amount } from './fields.ts';

/** What is written, and the sum that is read; undefined: it is refused. */
const rows: ReadonlyArray<readonly [written: unknown, read: string | undefined]> = [
  [1500, '1500'],
  ['1500.00', '1500'],
  ['1500,50', '1500.5'],
  [' +007.10 ', '7.1'],
  [-990.5, '-990.5'],
  [0.1 + 0.2, '0.3'],
  ['0.1234567', '0.123456'],
  ['-0.00', '0'],
  [-0, '0'],
  [-1e-9, '0'],
  ['12.', '12'],
  [`${'0'.repeat(20)}5`, '5'],
  [9_999_999_999_999, '9999999999999'],
  ['9999999999999.999999', '9999999999999.999999'],
  [1e13, undefined],
  ['10000000000000', undefined],
  ['1e5', undefined],
  ['.5', undefined],
  ['1 500', undefined],
  ['1.500,00', undefined],
  ['1,500.00', undefined],
  ['1500 RUB', undefined],
  ['', undefined],
  ['-', undefined],
  [Number.NaN, undefined],
  [Number.POSITIVE_INFINITY, undefined],
  [true, undefined],
  [{}, undefined],
];

describe('an amount', () => {
  it.each(rows.map((row) => [row] as const))('reads %j', ([written, read]) => {
    expect(amount.read(written, 0)).toBe(read);
  });

  it('reads again what it made', () => {
    fc.assert(
      fc.property(fc.oneof(fc.double(), fc.double({ min: -1e13, max: 1e13 }), fc.string()), (value) => {
        const once = amount.read(value, 0);
        if (once !== undefined) expect(amount.read(once, 0)).toBe(once);
      }),
    );
  });

  const digits = (min: number, max: number) =>
    fc.string({
      unit: fc.constantFrom('0', '1', '2', '3', '4', '5', '6', '7', '8', '9'),
      minLength: min,
      maxLength: max,
    });
  it('keeps every digit that a sum can have', () => {
    fc.assert(
      fc.property(fc.constantFrom('', '-'), digits(1, 13), digits(0, 6), (sign, whole, places) => {
        const read = amount.read(places === '' ? sign + whole : `${sign}${whole}.${places}`, 0) ?? '';
        const millionths = BigInt(whole) * 1_000_000n + BigInt(places.padEnd(6, '0'));
        expect(read).toMatch(/^-?(0|[1-9]\d*)(\.\d*[1-9])?$/);
        expect(read).not.toBe('-0');
        const [readWhole = '', readPlaces = ''] = read.replace('-', '').split('.');
        expect(BigInt(readWhole) * 1_000_000n + BigInt(readPlaces.padEnd(6, '0'))).toBe(millionths);
        expect(read.startsWith('-')).toBe(sign === '-' && millionths > 0n);
      }),
    );
  });
});
