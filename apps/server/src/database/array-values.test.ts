import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { useDatabase } from '../testing/test-database.ts';
import {
  type ArrayValue,
  bigintArray,
  bytesArray,
  integerArray,
  jsonArray,
  smallintArray,
  textArray,
  timeArray,
  uuidArray,
} from './array-values.ts';

const database = useDatabase();

/** What the database made of a column: its elements as text, in order. */
async function read(type: string, value: ArrayValue): Promise<Array<string | null>> {
  const { rows } = await database.pool.query<{ cell: string | null }>(
    `select cell::text from unnest($1::${type}[]) with ordinality as t (cell, place) order by place`,
    [value],
  );
  return rows.map(({ cell }) => cell);
}

const orNull = <T>(cells: fc.Arbitrary<T>): fc.Arbitrary<Array<T | null>> =>
  fc.array(fc.option(cells, { freq: 4 }), { maxLength: 12 });
const storable = fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0') && text.isWellFormed());
const hex = (bytes: Uint8Array): string => `\\x${Buffer.from(bytes).toString('hex')}`;

describe('a column of values arrives as it was given, nulls included', () => {
  const columns: ReadonlyArray<readonly [string, fc.Arbitrary<[ArrayValue, Array<string | null>]>]> = [
    ['text', orNull(storable).map((cells) => [textArray(cells), cells])],
    [
      'bigint',
      orNull(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String)).map((cells) => [
        bigintArray(cells),
        cells,
      ]),
    ],
    ['bigint', orNull(fc.maxSafeInteger()).map((cells) => [bigintArray(cells), cells.map(textOf)])],
    ['integer', orNull(fc.integer()).map((cells) => [integerArray(cells), cells.map(textOf)])],
    [
      'smallint',
      orNull(fc.integer({ min: -32_768, max: 32_767 })).map((cells) => [smallintArray(cells), cells.map(textOf)]),
    ],
    ['uuid', orNull(fc.uuid()).map((cells) => [uuidArray(cells), cells])],
    [
      'bytea',
      orNull(fc.uint8Array()).map((cells) => [
        bytesArray(cells.map((cell) => (cell === null ? null : Buffer.from(cell)))),
        cells.map((cell) => (cell === null ? null : hex(cell))),
      ]),
    ],
  ];

  it.each(columns)('%s', async (type, column) => {
    await fc.assert(
      fc.asyncProperty(column, async ([value, expected]) => {
        expect(await read(type, value)).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it('jsonb', async () => {
    const values = fc.array(
      fc.jsonValue({ noUnicodeString: false }).filter((value) => !/\\u0000|\\ud[89a-f]/i.test(JSON.stringify(value))),
    );
    await fc.assert(
      fc.asyncProperty(values, async (cells) => {
        const expected = cells.map((cell) => (cell === null ? null : JSON.parse(JSON.stringify(cell))));
        const { rows } = await database.pool.query<{ cell: unknown }>(
          'select cell from unnest($1::jsonb[]) with ordinality as t (cell, place) order by place',
          [jsonArray(cells)],
        );
        expect(rows.map(({ cell }) => cell)).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it('timestamptz, to the millisecond', async () => {
    const moments = fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
    await fc.assert(
      fc.asyncProperty(orNull(moments.map(Number)), async (cells) => {
        const { rows } = await database.pool.query<{ ms: string | null }>(
          `select extract(epoch from cell) * 1000 as ms from unnest($1::timestamptz[]) with ordinality as t (cell, place) order by place`,
          [timeArray(cells)],
        );
        expect(rows.map(({ ms }) => (ms === null ? null : Number(ms)))).toEqual(cells);
      }),
      { numRuns: 60 },
    );
  });
});

describe('what cannot be such a value is refused where it is written', () => {
  it.each([
    ['integer', () => integerArray([2 ** 31])],
    ['integer', () => integerArray([0.5])],
    ['small integer', () => smallintArray([32_768])],
    ['UUID', () => uuidArray(['01a20cfd-d1a6-7710-ab05-20370b1a8c1'])],
    ['UUID', () => uuidArray(['01a20cfd-d1a6-7710-ab05-20370b1a8c1g'])],
    ['UUID', () => uuidArray(['01a20cfd-d1a6-7710-ab05-20370b1a8c11f'])],
  ])('%s', (_name, make) => {
    expect(() => make().toPostgres()).toThrow(/^no|^not a/);
  });
});

function textOf(cell: number | null): string | null {
  return cell === null ? null : String(cell === 0 ? 0 : cell);
}
