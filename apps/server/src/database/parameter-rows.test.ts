import fc from 'fast-check';
import { expect, it } from 'vitest';
import { useDatabase } from '../testing/test-database.ts';
import {
  bigint,
  boolean,
  bytea,
  integer,
  jsonb,
  numeric,
  Rows,
  real,
  smallint,
  text,
  timestamptz,
  uuid,
} from './parameter-rows.ts';

const database = useDatabase();

interface Sample {
  readonly id: string;
  readonly project: number;
  readonly name: string | null;
  readonly atMs: number | null;
  readonly sum: string | null;
  readonly isNew: boolean | null;
  readonly marks: Readonly<Record<string, string>> | null;
}

const samples = new Rows<Sample, { readonly seenMs: number }>({
  id: uuid((row) => row.id),
  project: bigint((row) => row.project),
  name: text((row) => row.name),
  at: timestamptz((row) => row.atMs),
  sum: numeric((row) => row.sum),
  is_new: boolean((row) => row.isNew),
  marks: jsonb((row) => row.marks),
  seen_at: timestamptz((_row, { seenMs }) => seenMs),
});

const second = 1_000;
const seenMs = 1_790_000_000_000;
const orNull = <T>(cell: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(cell, { freq: 3 });
const plain = fc.string({ unit: 'grapheme' }).filter((name) => !name.includes('\0') && name.isWellFormed());
const anySample = fc.record<Sample>({
  id: fc.uuid(),
  project: fc.nat(),
  name: orNull(plain),
  atMs: orNull(fc.integer({ min: 0, max: 2 ** 31 }).map((seconds) => seconds * second)),
  sum: orNull(fc.tuple(fc.nat(), fc.integer({ min: 10, max: 99 })).map(([whole, cents]) => `${whole}.${cents}`)),
  isNew: orNull(fc.boolean()),
  marks: orNull(fc.dictionary(fc.string({ unit: 'grapheme-ascii', minLength: 1 }), fc.nat().map(String))),
});

it('rows come out of the database as they were given, in their order, whatever is missing in them', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anySample, { maxLength: 8 }), async (rows) => {
      const found = await database.pool.query(samples.select, samples.values(rows, { seenMs }));
      expect(found.rows).toEqual(
        rows.map((row) => ({
          id: row.id,
          project: String(row.project),
          name: row.name,
          at: row.atMs === null ? null : new Date(row.atMs),
          sum: row.sum,
          is_new: row.isNew,
          marks: row.marks,
          seen_at: new Date(seenMs),
        })),
      );
    }),
    { numRuns: 60 },
  );
});

it('every type of column is the one that its name says', async () => {
  const each = new Rows<null>({
    bigint: bigint(() => '9007199254740993'),
    integer: integer(() => -1),
    smallint: smallint(() => 2),
    real: real(() => 0.5),
    bytea: bytea(() => Buffer.from('a')),
    text: text(() => 'a'),
  });
  const types = each.names.split(', ').map((name) => `pg_typeof(${name})::text as ${name}`);
  const found = await database.pool.query(`select ${types.join(', ')} from (${each.select}) as r`, each.values([null]));
  expect(found.rows).toEqual([Object.fromEntries(each.names.split(', ').map((name) => [name, name]))]);
});

it('columns that are added come after the others', () => {
  const more = new Rows<Sample>({ id: uuid((row) => row.id) }).with({ name: text((row) => row.name) });
  expect([more.names, more.select]).toEqual([
    'id, name',
    'select unnest($1::uuid[]) as id, unnest($2::text[]) as name',
  ]);
});
