import { describe, expect, it } from 'vitest';
import { parseSearch, stringifySearch } from '../../address/search.ts';
import { cutQuery, readCut, withLabel, writeLabels, writeSplit } from './funnel-cut.ts';

describe('a cut of the funnel', () => {
  it.each([
    { split: null, labels: [] },
    { split: { by: 'source', dimension: 'country' }, labels: [{ name: 'course', value: 'a=b, c&d' }] },
    {
      split: { by: 'label', name: 'course: first' },
      labels: [
        { name: 'city', value: '' },
        { name: 'course', value: 'Акварель' },
      ],
    },
  ] as const)('comes back whole from its address: %j', (cut) => {
    const address = stringifySearch({ split: writeSplit(cut.split), labels: writeLabels(cut.labels) });
    expect(readCut(parseSearch(address))).toEqual(cut);
  });

  it('is none where the address makes no sense', () => {
    expect(readCut({ split: 'label:', labels: 'x' })).toEqual({ split: null, labels: [] });
    expect(cutQuery(readCut({ split: 'planet' }))).toEqual({});
  });

  it('knows a label once', () => {
    expect(withLabel([{ name: 'course', value: 'a' }], { name: 'course', value: 'b' })).toEqual([
      { name: 'course', value: 'b' },
    ]);
  });
});
