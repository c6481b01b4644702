import { describe, expect, it } from 'vitest';
import { currenciesLeft, ratePattern, readRate } from './rate-draft.ts';

describe('a rate', () => {
  it.each(['92.5', '92,5', '0,0000000001', '1', '100'])('%s is taken', (typed) => {
    expect(new RegExp(`^(?:${ratePattern})$`, 'v').test(typed)).toBe(true);
  });

  it.each(['0', '0,00', '', '-1', '1,2,3', 'abc', '1.12345678901'])('%s is none', (typed) => {
    expect(new RegExp(`^(?:${ratePattern})$`, 'v').test(typed)).toBe(false);
  });

  it('may be typed with a comma and spaces', () => {
    expect(readRate('1 092,5')).toBe('1092.5');
  });
});

it('a currency has one rate, and that of the project none', () => {
  const left = currenciesLeft([{ currency: 'USD', rate: '92.5' }], 'RUB', 'en-GB');
  expect(left.map(({ value }) => value)).toEqual(expect.not.arrayContaining(['USD', 'RUB']));
  expect(left).toContainEqual({ value: 'EUR', label: 'EUR – Euro' });
});
