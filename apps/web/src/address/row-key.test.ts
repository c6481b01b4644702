import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRowKeys, rowKey, writeRowKeys } from './row-key.ts';

const row = fc.record({
  kind: fc.constantFrom('attributed', 'organic', 'unknown'),
  keys: fc.array(fc.record({ value: fc.option(fc.string({ minLength: 1 })) }), { minLength: 1, maxLength: 2 }),
});

describe('keys of rows', () => {
  it('tell rows apart, whatever stands in their values', () => {
    fc.assert(
      fc.property(row, row, (one, other) => {
        fc.pre(![one, other].some(({ keys }) => keys.some(({ value }) => value?.startsWith('('))));
        expect(rowKey(one) === rowKey(other)).toBe(JSON.stringify(one) === JSON.stringify(other));
      }),
    );
  });

  it('come back from an address', () => {
    fc.assert(
      fc.property(fc.array(row), (rows) => {
        const keys = [...new Set(rows.map(rowKey))];
        expect(readRowKeys(writeRowKeys(keys))).toEqual(keys);
      }),
    );
  });
});
