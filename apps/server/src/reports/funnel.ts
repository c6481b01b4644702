import type pg from 'pg';
import { type Static, Type } from 'typebox';
import { fromMillionths, toMillionths } from '../domain/money.ts';
import { ReportPeriod, Share, Sum } from './answer-schema.ts';
import { columnOf, conditionsOf, type Dimension, dimensions, type Filter } from './dimensions.ts';
import { share } from './figures.ts';
import { overTiles, ownParametersFrom, tileValues } from './over-tiles.ts';
import { type AskedPeriod, type Period, resolvePeriod } from './period.ts';
import { Key, keyLabels } from './report-keys.ts';
import type { ReportProject } from './report-project.ts';
import { kindOf, type RowKind, rowKinds } from './row-kinds.ts';
import { type Exactness, selectSums } from './select-sums.ts';
import { shownPeriod } from './shown-period.ts';
import { totalOf } from './sums.ts';
import { tile } from './tiles.ts';

const FunnelStep = Type.Object(
  {
    kind: Type.Enum(['event', 'refund', 'goal']),
    name: Type.String({ description: 'the type of the event, or the goal' }),
    in_progress: Type.Integer(),
    success: Type.Integer(),
    failure: Type.Integer(),
    events: Type.Integer({ description: 'all of them; goals have no result' }),
    success_share: { ...Share, description: 'successes among successes and failures' },
    from_previous: {
      ...Share,
      description: 'successes (of goals and of the joins: all) per success of the step before',
    },
    revenue: Sum,
    cost: Sum,
  },
  { title: 'FunnelStep' },
);

const FunnelGroup = Type.Object(
  {
    kind: Type.Enum([...rowKinds]),
    keys: Type.Array(Key),
    clicks: Type.Integer(),
    joins: Type.Integer(),
    conversion: Share,
    steps: Type.Array(FunnelStep),
  },
  { title: 'FunnelGroup' },
);

export const FunnelReport = Type.Object(
  {
    period: ReportPeriod,
    currency: Type.String(),
    group_by: Type.Array(Type.Enum([...dimensions])),
    clicks: Type.Integer(),
    joins: Type.Integer(),
    conversion: { ...Share, description: 'joins per click' },
    steps: Type.Array(FunnelStep, { description: 'as they were asked for, else the most frequent first' }),
    groups: Type.Array(FunnelGroup, { description: 'the same by source; empty unless group_by asks for it' }),
  },
  { title: 'FunnelReport' },
);
export type FunnelReport = Static<typeof FunnelReport>;

export interface FunnelQuery extends AskedPeriod {
  /** Types of events and goals in their order; null: all, the most frequent first. */
  readonly steps: readonly string[] | null;
  readonly groupBy: readonly Dimension[];
  readonly filter: Filter;
}

type Kind = 'event' | 'refund' | 'goal';

interface Counted {
  readonly exactness: Exactness;
  readonly keys: readonly (string | null)[];
  readonly kind: Kind;
  readonly name: string;
  readonly result: '' | 'in_progress' | 'success' | 'failure';
  readonly events: number;
  readonly revenue: string;
  readonly cost: string;
}

interface Visits {
  readonly clicks: number;
  readonly joins: number;
}

const stepsShown = 100;
const groupsShown = 200;

/** What happens after the join, step by step: how often each type of event ended how, and what it brought. */
export async function funnelReport(
  pool: pg.Pool,
  project: ReportProject,
  query: FunnelQuery,
  nowMs: number,
): Promise<FunnelReport> {
  const { groupBy, filter } = query;
  const period = await resolvePeriod(pool, project.timeZone, nowMs, query);
  const counted = await selectEvents(pool, project.projectId, query, period);
  const visits = await selectSums(pool, { projectId: project.projectId, intervals: [period], groupBy, filter, nowMs });
  const all = totalOf(visits.map(({ sums }) => sums));
  const names = query.steps ?? mostFrequent(counted);
  const groups = new Map<
    string,
    { kind: RowKind; keys: readonly (string | null)[]; counted: Counted[]; visits: Visits[] }
  >();
  const groupOf = (exactness: Exactness, keys: readonly (string | null)[]) => {
    const kind = kindOf[exactness];
    const key = JSON.stringify([kind, ...keys]);
    const group = groups.get(key) ?? { kind, keys, counted: [], visits: [] };
    groups.set(key, group);
    return group;
  };
  for (const row of counted) groupOf(row.exactness, row.keys).counted.push(row);
  for (const { exactness, keys, sums } of visits) groupOf(exactness, keys).visits.push(sums);
  const shown = [...groups.values()]
    .map(({ kind, keys, ...group }) => ({ kind, keys, ...funnelOf(group.counted, group.visits, names) }))
    .toSorted((a, b) => rowKinds.indexOf(a.kind) - rowKinds.indexOf(b.kind) || b.joins - a.joins || b.clicks - a.clicks)
    .slice(0, groupBy.length === 0 ? 0 : groupsShown);
  const label = await keyLabels(pool, project.projectId, groupBy, shown);
  return {
    period: shownPeriod(period),
    currency: project.currency,
    group_by: [...groupBy],
    ...funnelOf(counted, [all], names),
    groups: shown.map(({ keys, ...group }) => ({
      ...group,
      keys: label(keys),
    })),
  };
}

async function selectEvents(
  pool: pg.Pool,
  projectId: string,
  { groupBy, filter, steps }: FunnelQuery,
  period: Period,
): Promise<Counted[]> {
  const tiles = tile([period]);
  const conditions = conditionsOf(filter, ownParametersFrom + 1);
  const { rows } = await pool.query<Counted>(
    `with counted as (
       select source_id, kind, name, result, sum(events) as events, sum(revenue) as revenue, sum(cost) as cost
       from (${overTiles('event_rollups', 'r.source_id, r.kind, r.name, r.result, r.events, r.revenue, r.cost')}) as r
       where $${ownParametersFrom}::text[] is null or name = any($${ownParametersFrom}::text[])
       group by 1, 2, 3, 4)
     select s.exactness, array[${groupBy.map(columnOf).join(', ')}]::text[] as keys, c.kind, c.name, c.result,
       sum(c.events)::float8 as events, sum(c.revenue)::text as revenue, sum(c.cost)::text as cost
     from counted c join sources s on s.project_id = $1 and s.source_id = c.source_id${conditions.sql}
     group by 1, 2, 3, 4, 5`,
    [projectId, ...tileValues(tiles), steps, ...conditions.values],
  );
  return rows;
}

/** Steps are told apart by kind and name. */
function mostFrequent(rows: readonly Counted[]): string[] {
  const counts = new Map<string, number>();
  for (const { name, events } of rows) counts.set(name, (counts.get(name) ?? 0) + events);
  return [...counts]
    .toSorted(([nameA, a], [nameB, b]) => b - a || (nameA < nameB ? -1 : 1))
    .slice(0, stepsShown)
    .map(([name]) => name);
}

const kinds: readonly Kind[] = ['event', 'goal', 'refund'];

function funnelOf(rows: readonly Counted[], visits: readonly Visits[], names: readonly string[]) {
  const clicks = visits.reduce((sum, one) => sum + one.clicks, 0);
  const joins = visits.reduce((sum, one) => sum + one.joins, 0);
  const steps: Static<typeof FunnelStep>[] = [];
  let before = joins;
  for (const name of names) {
    for (const kind of kinds) {
      const own = rows.filter((row) => row.name === name && row.kind === kind);
      if (own.length === 0 && (kind !== 'event' || rows.some((row) => row.name === name))) continue;
      const step = stepOf(kind, name, own);
      const reached = kind === 'event' ? step.success : step.events;
      steps.push({ ...step, from_previous: share(reached, before) });
      if (kind !== 'refund') before = reached;
    }
  }
  return { clicks, joins, conversion: share(joins, clicks), steps };
}

function stepOf(kind: Kind, name: string, rows: readonly Counted[]): Omit<Static<typeof FunnelStep>, 'from_previous'> {
  const of = (result: Counted['result']): number =>
    rows.reduce((sum, row) => (row.result === result ? sum + row.events : sum), 0);
  const money = (pick: (row: Counted) => string): string =>
    fromMillionths(rows.reduce((sum, row) => sum + toMillionths(pick(row)), 0n));
  const [success, failure] = [of('success'), of('failure')];
  return {
    kind,
    name,
    in_progress: of('in_progress'),
    success,
    failure,
    events: rows.reduce((sum, row) => sum + row.events, 0),
    success_share: share(success, success + failure),
    revenue: money((row) => row.revenue),
    cost: money((row) => row.cost),
  };
}
