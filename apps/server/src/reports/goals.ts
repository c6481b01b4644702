import { conversionStates } from '@otkuda/contract';
import type pg from 'pg';
import { type Static, Type } from 'typebox';
import { ReportPeriod, Share, TextOrNull } from './answer-schema.ts';
import { share } from './figures.ts';
import { overTiles, ownParametersFrom, tileValues, usesOfTiles } from './over-tiles.ts';
import { type AskedPeriod, type Period, resolvePeriod } from './period.ts';
import type { ReportProject } from './report-project.ts';
import { shownPeriod } from './shown-period.ts';
import { tile } from './tiles.ts';

type State = (typeof conversionStates)[number];

const states = Type.Object(
  Object.fromEntries(conversionStates.map((state) => [state, Type.Integer()])) as Record<
    State,
    ReturnType<typeof Type.Integer>
  >,
  {
    title: 'ConversionsByState',
  },
);

const Match = Type.Object(
  {
    uploaded: Type.Integer({ description: 'rows of uploads of the period on which the platform has decided' }),
    matched: Type.Integer(),
    rate: Share,
  },
  { title: 'MatchRate' },
);

const GoalsRow = Type.Object(
  {
    destination_id: Type.String(),
    destination: TextOrNull,
    type: TextOrNull,
    target: Type.String({ description: 'the goal' }),
    conversions: Type.Integer(),
    states,
    delivered_share: {
      ...Share,
      description: 'accepted and confirmed ones among all that were to be sent: without skipped ones',
    },
  },
  { title: 'GoalsRow' },
);

export const GoalsReport = Type.Object(
  {
    period: ReportPeriod,
    rows: Type.Array(GoalsRow, { description: 'by destination, the most frequent goals first' }),
    destinations: Type.Array(
      Type.Object(
        {
          destination_id: Type.String(),
          destination: TextOrNull,
          type: TextOrNull,
          conversions: Type.Integer(),
          states,
          match: Match,
        },
        { title: 'GoalsDestination' },
      ),
    ),
    totals: Type.Object({ conversions: Type.Integer(), states, match: Match }),
  },
  { title: 'GoalsReport' },
);
export type GoalsReport = Static<typeof GoalsReport>;

interface Counted {
  readonly destination_id: string;
  readonly target: string;
  readonly state: State;
  readonly conversions: number;
}

/** What was told to ad systems of what happened in the period, and what became of it. */
export async function goalsReport(
  pool: pg.Pool,
  project: ReportProject,
  query: AskedPeriod & { readonly destinationId?: string | undefined },
  nowMs: number,
): Promise<GoalsReport> {
  const period = await resolvePeriod(pool, project.timeZone, nowMs, query);
  const wanted = (row: { readonly destination_id: string }): boolean =>
    query.destinationId === undefined || row.destination_id === query.destinationId;
  const counted = (await selectConversions(pool, project.projectId, period)).filter(wanted);
  const matches = (await selectMatches(pool, project.projectId, period)).filter(wanted);
  const names = await selectDestinations(pool, project.projectId);
  const ids = [...new Set([...counted, ...matches].map((row) => row.destination_id))].toSorted();
  const named = (id: string) => ({
    destination_id: id,
    destination: names.get(id)?.name ?? null,
    type: names.get(id)?.type ?? null,
  });
  return {
    period: shownPeriod(period),
    rows: ids.flatMap((id) =>
      byTarget(counted.filter((row) => row.destination_id === id)).map(({ target, ...sums }) => ({
        ...named(id),
        target,
        ...sums,
        delivered_share: share(sums.states.accepted + sums.states.confirmed, sums.conversions - sums.states.skipped),
      })),
    ),
    destinations: ids.map((id) => ({
      ...named(id),
      ...summed(counted.filter((row) => row.destination_id === id)),
      match: matchOf(matches.filter((row) => row.destination_id === id)),
    })),
    totals: { ...summed(counted), match: matchOf(matches) },
  };
}

/** Rollups, and whatever is not in them yet. One statement, so that nothing is seen twice or not at all. */
async function selectConversions(pool: pg.Pool, projectId: string, period: Period): Promise<Counted[]> {
  const tiles = tile([period]);
  const { rows } = await pool.query<Counted>(
    `with late as (
       select destination_id, target, state, counted_state from conversions
       where project_id = $1 and counted_state is distinct from state and happened_at >= $${ownParametersFrom} and happened_at < $${ownParametersFrom + 1})
     select destination_id, target, state, sum(conversions)::float8 as conversions from (
       select c.destination_id, c.target, c.state, u.sign * c.conversions as conversions
       from (
         select tile, destination_id, target, state, sum(conversions) as conversions
         from (${overTiles('conversion_rollups', 'r.destination_id, r.target, r.state, r.conversions')}) as r
         group by 1, 2, 3, 4
       ) as c join ${usesOfTiles} on u.tile = c.tile
       union all select destination_id, target, state, 1 from late
       union all select destination_id, target, counted_state, -1 from late where counted_state is not null
     ) as c group by 1, 2, 3 having sum(conversions) <> 0`,
    [projectId, ...tileValues(tiles), new Date(period.fromMs), new Date(period.toMs)],
  );
  return rows;
}

interface Matched {
  readonly destination_id: string;
  readonly uploaded: number;
  readonly matched: number;
}

/** Platforms count by upload, not by goal. */
async function selectMatches(pool: pg.Pool, projectId: string, period: Period): Promise<Matched[]> {
  const { rows } = await pool.query<Matched>(
    `select destination_id, sum(size)::float8 as uploaded, sum(least((verdict ->> 'matched')::bigint, size))::float8 as matched
     from batches where project_id = $1 and verdict is not null and created_at >= $2 and created_at < $3 group by 1`,
    [projectId, new Date(period.fromMs), new Date(period.toMs)],
  );
  return rows;
}

async function selectDestinations(pool: pg.Pool, projectId: string) {
  const { rows } = await pool.query<{ destination_id: string; name: string; type: string }>(
    'select destination_id, name, type from destinations where project_id = $1',
    [projectId],
  );
  return new Map(rows.map((row) => [row.destination_id, row]));
}

function summed(rows: readonly Counted[]): { conversions: number; states: Record<State, number> } {
  const byState = Object.fromEntries(conversionStates.map((state) => [state, 0])) as Record<State, number>;
  for (const { state, conversions } of rows) byState[state] += conversions;
  return { conversions: rows.reduce((sum, row) => sum + row.conversions, 0), states: byState };
}

function byTarget(rows: readonly Counted[]) {
  return [...new Set(rows.map(({ target }) => target))]
    .map((target) => ({ target, ...summed(rows.filter((row) => row.target === target)) }))
    .toSorted((a, b) => b.conversions - a.conversions || (a.target < b.target ? -1 : 1));
}

function matchOf(rows: readonly Matched[]): Static<typeof Match> {
  const uploaded = rows.reduce((sum, row) => sum + row.uploaded, 0);
  const matched = rows.reduce((sum, row) => sum + row.matched, 0);
  return { uploaded, matched, rate: share(matched, uploaded) };
}
