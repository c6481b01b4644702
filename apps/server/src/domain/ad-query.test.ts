import fc from 'fast-check';
import { expect, it } from 'vitest';
import { adQuery } from './ad-query.ts';

it.each([
  ['/l/a', {}],
  ['/l/a?', {}],
  ['/l/a?utm_source=ya&yclid=1', { utm_source: 'ya', yclid: '1' }],
  ['/l/a?utm_source=ya?yclid=1', { utm_source: 'ya', yclid: '1' }],
  ['/l/a??utm_source=ya??gad_source=1', { utm_source: 'ya', gad_source: '1' }],
  ['/l/a?utm_source=ya&amp;utm_medium=cpc', { utm_source: 'ya', utm_medium: 'cpc' }],
  ['/l/a?utm_term=where?&utm_medium=cpc', { utm_term: 'where?', utm_medium: 'cpc' }],
  ['/l/a?utm_term=a?b=c', { utm_term: 'a?b=c' }],
  ['https://example.org/?utm_source=a#utm_source=b?yclid=1', { utm_source: 'a' }],
])('the query of %s', (address, expected) => {
  expect(Object.fromEntries(adQuery(address))).toEqual(expected);
});

it('is read of whatever comes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect([...adQuery(`/l/a?${text}`)].length).toBeLessThanOrEqual(text.length);
    }),
  );
});
