import { utmNames } from '@otkuda/contract';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sourceOf } from './source.ts';

const few = <T>(...values: T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
const parts = fc.record({
  linkId: few(null, '01a20cfd-d1a6-7710-ab05-20370b1a8c11', '01a20cfd-d1a6-7710-ab05-20370b1a8c12'),
  adSystem: few(null, 'yandex' as const, 'vk' as const),
  marks: fc
    .array(fc.tuple(few(...utmNames.map((name) => `utm_${name}`), 'utm_id'), few('a', 'b')), { maxLength: 3 })
    .map((entries) => Object.fromEntries(entries)),
  country: few(null, 'RU', 'KZ'),
  exactness: few('exact' as const, 'probable' as const),
});

/** What a source tells apart. */
function told({ linkId, adSystem, marks, country, exactness }: Parameters<typeof sourceOf>[0]): string {
  return JSON.stringify([linkId, adSystem, country, exactness, utmNames.map((name) => marks[`utm_${name}`] ?? null)]);
}

it('has the id of its parts, whatever was asked for before it', () => {
  const ids = new Map<string, string>();
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 20 }), (asked) => {
      for (const one of asked) {
        const source = sourceOf(one);
        const id = ids.get(told(one)) ?? source.sourceId;
        ids.set(told(one), id);
        expect(source.sourceId).toBe(id);
        expect(told(source)).toBe(told(one));
      }
    }),
  );
  expect(new Set(ids.values()).size).toBe(ids.size);
});
