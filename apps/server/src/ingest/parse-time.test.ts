import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTime } from './parse-time.ts';

describe('a time of PostgreSQL', () => {
  it('is read to the millisecond, whatever follows is cut', () => {
    expect(parseTime('2026-11-24 09:58:14+00')?.toISOString()).toBe('2026-11-24T09:58:14.000Z');
    expect(parseTime('2026-11-24 09:58:14.2+00')?.toISOString()).toBe('2026-11-24T09:58:14.200Z');
    expect(parseTime('2026-11-24 09:58:14.221999+00')?.toISOString()).toBe('2026-11-24T09:58:14.221Z');
  });

  it('is the moment that was written', () => {
    const moments = fc.date({
      min: new Date('1900-01-01'),
      max: new Date('9999-12-31T23:59:59.999Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(moments, (moment) => {
        const text = moment
          .toISOString()
          .replace('T', ' ')
          .replace(/(\.\d*?)0*Z$/, '$1+00')
          .replace('.+00', '+00');
        expect(parseTime(text)).toEqual(moment);
      }),
    );
  });

  it.each([
    'infinity',
    '-infinity',
    '0044-03-15 12:00:00+00 BC',
    '2026-11-24 12:58:14+03',
    '10000-01-01 00:00:00+00',
    '0050-01-01 00:00:00+00',
  ])('in another form is left to the driver: %s', (text) => expect(parseTime(text)).toBeNull());
});
