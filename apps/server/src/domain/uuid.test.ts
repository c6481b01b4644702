import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatUuid, isUuid, uuidFloor, uuidv7 } from './uuid.ts';

const moments = fc.nat({ max: 2 ** 47 });

describe('a UUIDv7', () => {
  it('says its version, its variant and its millisecond', () => {
    fc.assert(
      fc.property(moments, (nowMs) => {
        const id = uuidv7(nowMs);
        expect(isUuid(id)).toBe(true);
        expect(id).toMatch(/^.{14}7.{4}[89ab]/);
        expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(nowMs);
      }),
    );
  });

  it('is never made twice, also where the pool of random bytes is filled anew', () => {
    const ids = Array.from({ length: 10_000 }, () => uuidv7(1_780_387_078_000));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('stands between the floor of its millisecond and the floor of the next', () => {
    fc.assert(
      fc.property(moments, (nowMs) => {
        const id = uuidv7(nowMs);
        expect(uuidFloor(nowMs) <= id).toBe(true);
        expect(id < uuidFloor(nowMs + 1)).toBe(true);
        expect(isUuid(uuidFloor(nowMs))).toBe(true);
      }),
    );
  });
});

describe('the text of a UUID', () => {
  it('has its dashes where they belong', () => {
    expect(formatUuid('019e3c1a7b2c7d3e8f400123456789ab')).toBe('019e3c1a-7b2c-7d3e-8f40-0123456789ab');
  });

  it.each([
    '',
    '019e3c1a7b2c7d3e8f400123456789ab',
    '019E3C1A-7B2C-7D3E-8F40-0123456789AB',
    '019e3c1a-7b2c-7d3e-8f40-0123456789ag',
    '019e3c1a-7b2c-7d3e-8f40-0123456789ab\n',
    '{019e3c1a-7b2c-7d3e-8f40-0123456789ab}',
  ])('is not %j', (text) => {
    expect(isUuid(text)).toBe(false);
  });
});
