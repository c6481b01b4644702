import { labelSpans, rollupSpans, type Spans } from '../domain/rollup-spans.ts';
import type { Tile } from './tiles.ts';

const usesFrom = 2 + rollupSpans.length * 2;

/** A query's parameters are $1, the project, then those of the tiles, then its own from this one on. */
export const ownParametersFrom = usesFrom + 4;

/**
 * The tiles, each span by itself, bucket by bucket: the planner knows how many rows a bucket has, but takes a stretch of time between two
 * columns for a ninth of the table, and then it reads all of it.
 */
export function tileValues(tiles: readonly Tile[], spans: Spans = rollupSpans): unknown[] {
  const numbered = tiles.map((tile, number) => ({ ...tile, number }));
  const uses = numbered.flatMap(({ number, uses }) => uses.map((use) => ({ number, ...use })));
  return [
    ...spans.flatMap(({ ms }) => {
      const buckets = numbered.filter(({ spanMs }) => spanMs === ms).flatMap(bucketsOf);
      return [buckets.map(({ atMs }) => new Date(atMs).toISOString()), buckets.map(({ number }) => number)];
    }),
    uses.map(({ number }) => number),
    uses.map(({ label }) => label),
    uses.map(({ segment }) => segment),
    uses.map(({ sign }) => sign),
  ];
}

function bucketsOf({ fromMs, toMs, spanMs, number }: Tile & { readonly number: number }) {
  return Array.from({ length: (toMs - fromMs) / spanMs }, (_, index) => ({ atMs: fromMs + index * spanMs, number }));
}

/** Rows `r` of a family of rollup tables within the tiles, each span from its own table, with the number of the tile; $1 is the project. */
export function overTiles(table: string, columns: string): string {
  const parts = rollupSpans.map(
    ({ suffix }, index) => `select t.tile, ${columns} from ${bucketsOfSpan(index)}
       join ${table}${suffix} r on r.project_id = $1 and r.bucket = t.bucket`,
  );
  return parts.join('\nunion all\n');
}

/**
 * The same of counts by labels: few buckets of thousands of rows, which lie together. The planner takes each row for a page of its own, and
 * would rather read all buckets there are; so each is looked up by itself (`offset 0` keeps it from joining them). Further conditions on
 * `r` begin with `and`.
 */
export function overLabelTiles(columns: string, conditions = ''): string {
  const parts = labelSpans.map(
    ({ suffix }, index) => `select t.tile, r.* from ${bucketsOfSpan(index)} cross join lateral (
       select ${columns} from label_rollups${suffix} r where r.project_id = $1 and r.bucket = t.bucket${conditions} offset 0) as r`,
  );
  return parts.join('\nunion all\n');
}

function bucketsOfSpan(index: number): string {
  return `unnest($${2 + index * 2}::timestamptz[], $${3 + index * 2}::integer[]) as t (bucket, tile)`;
}

const [tiles, labels, segments, signs] = [0, 1, 2, 3].map((place) => `$${usesFrom + place}::integer[]`);

/**
 * What the tiles are used for: rows `u` of `tile`, `label`, `segment` and `sign`. What was counted over tiles is joined with it, and added up
 * times the sign: the sums of the tiles first, as there are fewer of them than rows.
 */
export const usesOfTiles = `unnest(${tiles}, ${labels}, ${segments}, ${signs}) as u (tile, label, segment, sign)`;
