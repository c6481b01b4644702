import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparisons, presets } from './period.ts';
import { parseSearch, stringifySearch } from './search.ts';
import { dimensions, metrics, readView, type View, viewDefault, withFilter, withoutFilter, writeView } from './view.ts';

const day = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2030-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const days = fc
  .tuple(day, day)
  .map(([one, other]) => (one < other ? { from: one, to: other } : { from: other, to: one }));
const filters = fc.dictionary(
  fc.constantFrom(...dimensions),
  fc.string({ minLength: 1, maxLength: 30, unit: 'grapheme' }).filter((value) => !value.includes('\ud800')),
  { noNullPrototype: true },
);
const views: fc.Arbitrary<View> = fc.record({
  period: fc.oneof(fc.constantFrom(...presets), days),
  compare: fc.constantFrom(...comparisons),
  metric: fc.constantFrom(...metrics),
  filters,
});

describe('a view', () => {
  it('comes back whole from its address', () => {
    fc.assert(
      fc.property(views, (view) => {
        expect(readView(parseSearch(stringifySearch(writeView(view))))).toEqual(view);
      }),
    );
  });

  it('can be read from any address', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.anything()), (address) => {
        expect(dimensions.length).toBeGreaterThan(0);
        expect(readView(address)).toMatchObject({ compare: expect.any(String), metric: expect.any(String) });
      }),
    );
  });

  it('that is the usual one needs no address', () => {
    expect(stringifySearch(writeView(viewDefault))).toBe('');
    expect(readView({ period: '2026-02-30..2026-03-01', compare: 'x' })).toEqual(viewDefault);
  });

  it('is narrowed and widened by one filter at a time', () => {
    const narrow = withFilter(withFilter(viewDefault, 'utm_source', 'vk'), 'country', 'RU');
    expect(narrow.filters).toEqual({ utm_source: 'vk', country: 'RU' });
    expect(withoutFilter(narrow, 'country').filters).toEqual({ utm_source: 'vk' });
  });
});
