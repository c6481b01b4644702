import { amount } from '@otkuda/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromMillionths, toMillionths } from './money.ts';

describe('money', () => {
  it.each([
    ['0', 0n],
    ['1500', 1_500_000_000n],
    ['-990.5', -990_500_000n],
    ['0.000001', 1n],
    ['-0.000001', -1n],
    ['9999999999999.999999', 9_999_999_999_999_999_999n],
  ])('%s is %s millionths, and back', (decimal, millionths) => {
    expect(toMillionths(decimal)).toBe(millionths);
    expect(fromMillionths(millionths)).toBe(decimal);
  });

  it.each([
    ['1500.00', '1500'],
    ['1500.500000', '1500.5'],
    ['-0.0', '0'],
    ['007', '7'],
    ['0.1234567', '0.123456'],
  ])('as PostgreSQL or a person writes it, %s, is %s', (written, shortest) => {
    expect(fromMillionths(toMillionths(written))).toBe(shortest);
  });

  it('is a sum without loss, and in the writing of an amount', () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n }), { maxLength: 50 }), (sums) => {
        const total = sums
          .map(fromMillionths)
          .map(toMillionths)
          .reduce((sum, one) => sum + one, 0n);
        expect(total).toBe(sums.reduce((sum, one) => sum + one, 0n));
        for (const sum of sums) expect(amount.read(fromMillionths(sum), 0)).toBe(fromMillionths(sum));
      }),
    );
  });
});
