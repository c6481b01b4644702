import type pg from 'pg';
import { ageBandCount, bandsBelow } from '../domain/age-bands.ts';
import { toMillionths } from '../domain/money.ts';
import { conditionsOf, type Dimension, type Filter, keyColumns } from './dimensions.ts';
import { overTiles, ownParametersFrom, tileValues, usesOfTiles } from './over-tiles.ts';
import { addSums, isNothing, noSums, type StayDays, type Sums, stayDays } from './sums.ts';
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
  readonly left_1: number;
  readonly left_7: number;
  readonly left_30: number;
  readonly left_later: number;
}

const counts = ['clicks', 'machine_clicks', 'starts', 'joins', 'leaves', 'goals', 'events'];
const money = ['revenue', 'cost'];
const cohorts = ['joined', 'left_1', 'left_7', 'left_30', 'left_later'];

/** Who left up to an age but not up to the one before it, so that each of the many columns is added once. */
const cohortColumns = [
  'r.joined',
  `${leftWithin(0, bandsBelow(24))} as left_1`,
  `${leftWithin(bandsBelow(24), bandsBelow(7 * 24))} as left_7`,
  `${leftWithin(bandsBelow(7 * 24), bandsBelow(30 * 24))} as left_30`,
  `${leftWithin(bandsBelow(30 * 24), ageBandCount)} as left_later`,
].join(', ');

function leftWithin(from: number, to: number): string {
  return Array.from({ length: to - from }, (_, index) => `r.left_${from + index}`).join(' + ');
}

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
  const sumOf = (names: readonly string[]): string => names.map((name) => `sum(${name})::bigint as ${name}`).join(', ');
  const noneOf = (names: readonly string[]): string => names.map((name) => `0 as ${name}`).join(', ');
  const keys = keyColumns(groupBy);
  const ofSource = `left join sources s on s.project_id = $1 and s.source_id = r.source_id${conditions.sql} group by tile, s.exactness${keys.grouped}`;
  const { rows } = await pool.query<StoredSums>(
    `with counted as materialized (
       select tile, s.exactness${keys.selected}, ${sumOf(counts)}, ${money.map((name) => `sum(${name}) as ${name}`).join(', ')}, ${noneOf(cohorts)}
       from (${overTiles('rollups', `r.source_id, ${[...counts, ...money].map((name) => `r.${name}`).join(', ')}`)}) as r ${ofSource}
       union all
       select tile, s.exactness${keys.selected}, ${noneOf([...counts, ...money])}, ${sumOf(cohorts)}
       from (${overTiles('retention', `r.source_id, ${cohortColumns}`)}) as r ${ofSource}
     )
     select u.label, u.segment, c.exactness, ${keys.gathered} as keys,
       ${[...counts, ...cohorts].map((name) => `sum(u.sign * c.${name})::float8 as ${name}`).join(', ')},
       ${money.map((name) => `sum(u.sign * c.${name})::text as ${name}`).join(', ')}
     from counted c join ${usesOfTiles} on u.tile = c.tile where c.exactness is not null
     group by 1, 2, 3, 4`,
    [projectId, ...tileValues(tiles), ...conditions.values],
  );
  return gathered(rows);
}

/** Who joined before a cut is old enough to be asked whether they stayed so many days. The earliest cut first. */
function agedCuts(nowMs: number): number[] {
  return stayDays.map((days) => quarterBefore(nowMs - days * 86_400_000));
}

/**
 * Rows that differ only by how long ago people joined are one. What cancels out is none: a source that was only busy in what is taken
 * away again, or whose people were found to be another's.
 */
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
  return [...known.values()].filter(({ sums }) => !isNothing(sums));
}

function sumsOf(row: StoredSums): Sums {
  const leftBy: Readonly<Record<StayDays, number>> = {
    1: row.left_1,
    7: row.left_1 + row.left_7,
    30: row.left_1 + row.left_7 + row.left_30,
  };
  const aged = (days: StayDays): { of: number; gone: number } =>
    row.segment <= stayDays.indexOf(days) ? { of: row.joined, gone: leftBy[days] } : { of: 0, gone: 0 };
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
    gone: leftBy[30] + row.left_later,
    aged: { 1: aged(1), 7: aged(7), 30: aged(30) },
  };
}
