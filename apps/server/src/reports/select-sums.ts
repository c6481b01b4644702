import type pg from 'pg';
import { ageBandCount, bandsBelow } from '../domain/age-bands.ts';
import { toMillionths } from '../domain/money.ts';
import { columnOf, conditionsOf, type Dimension, type Filter } from './dimensions.ts';
import { overTiles, ownParametersFrom, tileValues } from './over-tiles.ts';
import { addSums, noSums, type StayDays, type Sums, stayDays } from './sums.ts';
import { type Interval, quarterBefore, tile } from './tiles.ts';

export type Exactness = 'exact' | 'probable' | 'organic' | 'unknown';

/** Sums of one interval, by how its sources are known and by the dimensions that were asked for. */
export interface SumsRow {
  /** Number of the interval. */
  readonly label: number;
  readonly exactness: Exactness;
  readonly keys: readonly (string | null)[];
  readonly sums: Sums;
}

export interface SumsQuery {
  readonly projectId: string;
  readonly intervals: readonly Interval[];
  readonly groupBy: readonly Dimension[];
  readonly filter: Filter;
  readonly nowMs: number;
}

interface StoredSums {
  readonly label: number;
  readonly segment: number;
  readonly exactness: Exactness;
  readonly keys: readonly (string | null)[];
  readonly clicks: number;
  readonly machine_clicks: number;
  readonly starts: number;
  readonly joins: number;
  readonly leaves: number;
  readonly goals: number;
  readonly events: number;
  readonly revenue: string;
  readonly cost: string;
  readonly joined: number;
  readonly gone: number;
  readonly gone_1: number;
  readonly gone_7: number;
  readonly gone_30: number;
}

const counts = ['clicks', 'machine_clicks', 'starts', 'joins', 'leaves', 'goals', 'events'];
const money = ['revenue', 'cost'];
const cohorts = ['joined', 'gone', 'gone_1', 'gone_7', 'gone_30'];

function leftBelow(bands: number): string {
  return Array.from({ length: bands }, (_, band) => `r.left_${band}`).join(' + ');
}

const cohortColumns = [
  'r.joined',
  `${leftBelow(ageBandCount)} as gone`,
  ...[1, 7, 30].map((days) => `${leftBelow(bandsBelow(days * 24))} as gone_${days}`),
].join(', ');

/**
 * Adds up the rollups of the intervals by source, and then by what was asked for. Clicks, joins and so on count where they happened; who
 * stayed counts where the first join happened, and only of those who joined long enough ago.
 */
export async function selectSums(
  pool: pg.Pool,
  { projectId, intervals, groupBy, filter, nowMs }: SumsQuery,
): Promise<SumsRow[]> {
  const tiles = tile(intervals, agedCuts(nowMs));
  if (tiles.length === 0) return [];
  const conditions = conditionsOf(filter, ownParametersFrom);
  const sumOf = (names: readonly string[]): string => names.map((name) => `sum(${name}) as ${name}`).join(', ');
  const noneOf = (names: readonly string[]): string => names.map((name) => `0 as ${name}`).join(', ');
  const { rows } = await pool.query<StoredSums>(
    `with counted as (
       select label, segment, source_id, ${sumOf([...counts, ...money])}, ${noneOf(cohorts)}
       from (${overTiles('rollups', `r.source_id, ${[...counts, ...money].map((name) => `r.${name}`).join(', ')}`)}) as r
       group by 1, 2, 3
       union all
       select label, segment, source_id, ${noneOf([...counts, ...money])}, ${sumOf(cohorts)}
       from (${overTiles('retention', `r.source_id, ${cohortColumns}`)}) as r
       group by 1, 2, 3
     )
     select c.label, c.segment, s.exactness, array[${groupBy.map(columnOf).join(', ')}]::text[] as keys,
       ${[...counts, ...cohorts].map((name) => `sum(c.${name})::float8 as ${name}`).join(', ')},
       ${money.map((name) => `sum(c.${name})::text as ${name}`).join(', ')}
     from counted c join sources s on s.project_id = $1 and s.source_id = c.source_id${conditions.sql}
     group by 1, 2, 3, 4`,
    [projectId, ...tileValues(tiles), ...conditions.values],
  );
  return gathered(rows);
}

/** Who joined before a cut is old enough to be asked whether they stayed so many days. The earliest cut first. */
function agedCuts(nowMs: number): number[] {
  return stayDays.map((days) => quarterBefore(nowMs - days * 86_400_000));
}

/** Rows that differ only by how long ago people joined are one. */
function gathered(rows: readonly StoredSums[]): SumsRow[] {
  const known = new Map<string, SumsRow>();
  for (const row of rows) {
    const { label, exactness, keys } = row;
    const key = JSON.stringify([label, exactness, keys]);
    const sums = sumsOf(row);
    const found = known.get(key);
    if (found === undefined) known.set(key, { label, exactness, keys, sums });
    else addSums(found.sums, sums);
  }
  return [...known.values()];
}

function sumsOf(row: StoredSums): Sums {
  const aged = (days: StayDays): { of: number; gone: number } =>
    row.segment <= stayDays.indexOf(days) ? { of: row.joined, gone: row[`gone_${days}`] } : { of: 0, gone: 0 };
  return {
    ...noSums(),
    clicks: row.clicks,
    machineClicks: row.machine_clicks,
    starts: row.starts,
    joins: row.joins,
    leaves: row.leaves,
    goals: row.goals,
    events: row.events,
    revenue: toMillionths(row.revenue),
    eventCost: toMillionths(row.cost),
    subscribers: row.joined,
    gone: row.gone,
    aged: { 1: aged(1), 7: aged(7), 30: aged(30) },
  };
}
