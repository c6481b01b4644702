import fc from 'fast-check';
import { expect, it } from 'vitest';
import { MomentTable } from './moment-table.ts';

it('knows what a map would know, also of keys that fall on one place', () => {
  const keys = fc.oneof(
    fc.nat({ max: 12 }).map((n) => n * 64),
    fc.integer({ min: 0, max: 2 ** 53 - 2 }),
    fc.constantFrom(0, 2 ** 53 - 2, 2 ** 32, 2 ** 31),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(keys, fc.nat()), { maxLength: 30 }), keys, (notes, other) => {
      const table = new MomentTable(30);
      const map = new Map<number, number>();
      for (const [key, moment] of notes) {
        table.note(key, moment);
        map.set(key, moment);
      }
      for (const key of [...map.keys(), other]) expect(table.momentOf(key)).toBe(map.get(key) ?? null);
    }),
  );
});

it('is full with as many keys as it was made for, and takes moments of those it has', () => {
  const table = new MomentTable(3);
  for (const key of [1, 2, 3]) {
    expect(table.isFull).toBe(false);
    table.note(key, 10);
  }
  expect(table.isFull).toBe(true);
  table.note(2, 20);
  expect(table.momentOf(2)).toBe(20);
  expect(() => table.note(4, 10)).toThrow('full');
});

it('forgets everything when it is cleared', () => {
  const table = new MomentTable(2);
  table.note(0, 10);
  table.note(1, 10);
  table.clear();
  expect([table.momentOf(0), table.momentOf(1), table.isFull]).toEqual([null, null, false]);
});
