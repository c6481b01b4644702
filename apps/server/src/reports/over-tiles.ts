import { rollupSpans } from '../domain/rollup-spans.ts';
import type { Tile } from './tiles.ts';

/** The tiles as a table `tile (span, starts, ends, label, segment)`; the parameters $2 to $6 are their columns. */
export const tileTable = `tile as materialized (
  select * from unnest($2::integer[], $3::timestamptz[], $4::timestamptz[], $5::integer[], $6::integer[])
    as tile (span, starts, ends, label, segment))`;

export function tileValues(tiles: readonly Tile[]): unknown[] {
  return [
    tiles.map(({ spanMs }) => spanMs / 1000),
    tiles.map(({ fromMs }) => new Date(fromMs)),
    tiles.map(({ toMs }) => new Date(toMs)),
    tiles.map(({ label }) => label),
    tiles.map(({ segment }) => segment),
  ];
}

/** Rows `r` of a family of rollup tables within the tiles, each span from its own table; $1 is the project. */
export function overTiles(table: string, columns: string, tiles: readonly Tile[]): string {
  const spans = new Set(tiles.map(({ spanMs }) => spanMs));
  const parts = rollupSpans
    .filter(({ ms }) => spans.has(ms))
    .map(
      ({ ms, suffix }) =>
        `select t.label, t.segment, ${columns} from tile t
         join ${table}${suffix} r on r.project_id = $1 and r.bucket >= t.starts and r.bucket < t.ends where t.span = ${ms / 1000}`,
    );
  return parts.join('\nunion all\n');
}
