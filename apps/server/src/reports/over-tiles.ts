import { rollupSpans } from '../domain/rollup-spans.ts';
import type { Tile } from './tiles.ts';

/** A query's parameters are $1, the project, then those of the tiles, then its own from this one on. */
export const ownParametersFrom = 2 + rollupSpans.length * 4;

/** The tiles, each span by itself: the planner knows the length of an array, but not how many of its elements are of one span. */
export function tileValues(tiles: readonly Tile[]): unknown[] {
  return rollupSpans.flatMap(({ ms }) => {
    const own = tiles.filter(({ spanMs }) => spanMs === ms);
    return [
      own.map(({ fromMs }) => new Date(fromMs)),
      own.map(({ toMs }) => new Date(toMs)),
      own.map(({ label }) => label),
      own.map(({ segment }) => segment),
    ];
  });
}

/** Rows `r` of a family of rollup tables within the tiles, each span from its own table; $1 is the project. */
export function overTiles(table: string, columns: string): string {
  const parts = rollupSpans.map(({ suffix }, index) => {
    const [starts, ends, labels, segments] = [0, 1, 2, 3].map((place) => `$${2 + index * 4 + place}`);
    return `select t.label, t.segment, ${columns}
       from unnest(${starts}::timestamptz[], ${ends}::timestamptz[], ${labels}::integer[], ${segments}::integer[]) as t (starts, ends, label, segment)
       join ${table}${suffix} r on r.project_id = $1 and r.bucket >= t.starts and r.bucket < t.ends`;
  });
  return parts.join('\nunion all\n');
}
