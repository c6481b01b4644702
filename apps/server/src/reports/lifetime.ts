import type pg from 'pg';
import { type Static, Type } from 'typebox';
import { ageBandCount, ageBoundsHours, bandsBelow } from '../domain/age-bands.ts';
import { CountOrNull, ReportPeriod, Share, TextOrNull } from './answer-schema.ts';
import { conditionsOf, type Dimension, dimensions, type Filter, keyColumns } from './dimensions.ts';
import { share, smallBelow } from './figures.ts';
import { overTiles, ownParametersFrom, tileValues, usesOfTiles } from './over-tiles.ts';
import { type AskedPeriod, resolvePeriod } from './period.ts';
import { Key, keyLabels } from './report-keys.ts';
import type { ReportProject } from './report-project.ts';
import { kindOf, type RowKind, rowKinds } from './row-kinds.ts';
import type { Exactness } from './select-sums.ts';
import { shownPeriod } from './shown-period.ts';
import { tile } from './tiles.ts';
import { type Step, steps, stepsOf, type TimeStep } from './time-steps.ts';

/** Days after which it is shown who is still here. */
const shownDays = [1, 2, 3, 7, 14, 21, 30, 60, 90, 180, 365] as const;

const Remaining = Type.Object(
  {
    days: Type.Integer(),
    of: { ...CountOrNull, description: 'how many joined; null where not all of them have had that many days' },
    here: CountOrNull,
    share: Share,
    small: Type.Boolean({ description: `of fewer than ${smallBelow} people` }),
  },
  { title: 'Remaining' },
);

const lived = {
  joined: Type.Integer({ description: 'who joined for the first time then' }),
  here: Type.Integer({ description: 'and is here now' }),
  remaining: Type.Array(Remaining),
  median_hours: {
    ...CountOrNull,
    description:
      'Half of them had left within so many hours: the first of the known ages (1 and 6 hours, each day up to 30, then 45, 60, 90, 120, 180, ' +
      '270, 365, 730 days) of which that is true; null: more than half are still here.',
  },
};

const Cohort = Type.Object(
  {
    local: Type.String({ description: 'the first day, in the zone of the project' }),
    at: Type.String({ format: 'date-time' }),
    until: Type.String({ format: 'date-time', description: 'not part of it' }),
    kind: { ...TextOrNull, description: 'as in the sources; null where sources were not asked for' },
    keys: Type.Array(Key),
    ...lived,
  },
  { title: 'Cohort' },
);

const LifetimeGroup = Type.Object(
  { kind: Type.Enum([...rowKinds]), keys: Type.Array(Key), ...lived },
  { title: 'LifetimeGroup' },
);

export const LifetimeReport = Type.Object(
  {
    period: ReportPeriod,
    time_zone: Type.String(),
    interval: Type.Enum([...steps]),
    group_by: Type.Array(Type.Enum([...dimensions])),
    cohorts: Type.Array(Cohort, { description: 'the earliest first, within one the largest source first' }),
    groups: Type.Array(LifetimeGroup, {
      description: 'all cohorts of a source together, the largest first; empty unless group_by asks for it',
    }),
    totals: Type.Object({
      ...lived,
      left_by_age: Type.Array(
        Type.Object(
          {
            from_hours: Type.Integer(),
            to_hours: CountOrNull,
            left: Type.Integer({ description: 'departures less returns' }),
          },
          { title: 'LeftByAge' },
        ),
        { description: 'when people leave' },
      ),
    }),
  },
  { title: 'LifetimeReport' },
);
export type LifetimeReport = Static<typeof LifetimeReport>;

export interface LifetimeQuery extends AskedPeriod {
  readonly step: Exclude<Step, 'hour'>;
  readonly groupBy: readonly Dimension[];
  readonly filter: Filter;
}

interface Counted {
  readonly label: number;
  readonly exactness: Exactness;
  readonly keys: readonly (string | null)[];
  readonly joined: number;
  readonly gone: readonly number[];
}

interface Lived {
  readonly joined: number;
  readonly gone: readonly number[];
}

/** Who joined when, and how long they stay. */
export async function lifetimeReport(
  pool: pg.Pool,
  project: ReportProject,
  query: LifetimeQuery,
  nowMs: number,
): Promise<LifetimeReport> {
  const { groupBy, step } = query;
  const period = await resolvePeriod(pool, project.timeZone, nowMs, query);
  const intervals = await stepsOf(pool, project.timeZone, period, step);
  const rows = await selectCohorts(pool, project.projectId, query, intervals);
  const label = await keyLabels(pool, project.projectId, groupBy, rows);
  const cohorts = intervals.map((interval, index) => {
    const own = rows.filter(({ label }) => label === index);
    return { interval, parts: partsOf(own, groupBy.length > 0) };
  });
  const aged = cohorts.flatMap(({ interval, parts }) => parts.map((part) => ({ part, untilMs: interval.toMs })));
  return {
    period: shownPeriod(period),
    time_zone: project.timeZone,
    interval: step,
    group_by: [...groupBy],
    cohorts: cohorts.flatMap(({ interval, parts }) =>
      parts.map(({ kind, keys, ...part }) => ({
        local: interval.local,
        at: new Date(interval.fromMs).toISOString(),
        until: new Date(interval.toMs).toISOString(),
        kind,
        keys: label(keys),
        ...livedOf([{ part, untilMs: interval.toMs }], nowMs),
      })),
    ),
    groups: groupsOf(aged, nowMs).map(({ keys, ...group }) => ({ ...group, keys: label(keys) })),
    totals: {
      ...livedOf(aged, nowMs),
      left_by_age: leftByAge(rows),
    },
  };
}

async function selectCohorts(
  pool: pg.Pool,
  projectId: string,
  { groupBy, filter }: LifetimeQuery,
  intervals: readonly TimeStep[],
): Promise<Counted[]> {
  const tiles = tile(intervals);
  const conditions = conditionsOf(filter, ownParametersFrom);
  const columns = Array.from({ length: ageBandCount }, (_, band) => `left_${band}`);
  const keys = keyColumns(groupBy);
  const { rows } = await pool.query<Counted>(
    `with counted as materialized (
       select tile, s.exactness${keys.selected}, sum(joined) as joined, ${columns.map((column) => `sum(${column}) as ${column}`).join(', ')}
       from (${overTiles('retention', `r.source_id, r.joined, ${columns.map((column) => `r.${column}`).join(', ')}`)}) as r
       left join sources s on s.project_id = $1 and s.source_id = r.source_id${conditions.sql}
       group by tile, s.exactness${keys.grouped})
     select u.label, c.exactness, ${keys.gathered} as keys, sum(u.sign * c.joined)::float8 as joined,
       array[${columns.map((column) => `sum(u.sign * c.${column})`).join(', ')}]::float8[] as gone
     from counted c join ${usesOfTiles} on u.tile = c.tile where c.exactness is not null
     group by 1, 2, 3`,
    [projectId, ...tileValues(tiles), ...conditions.values],
  );
  return rows;
}

interface Part extends Lived {
  readonly kind: RowKind | null;
  readonly keys: readonly (string | null)[];
}

function partsOf(rows: readonly Counted[], bySource: boolean): Part[] {
  if (!bySource) return [{ kind: null, keys: [], ...added(rows) }];
  const groups = new Map<string, { kind: RowKind; keys: readonly (string | null)[]; rows: Counted[] }>();
  for (const row of rows) {
    const kind = kindOf[row.exactness];
    const key = JSON.stringify([kind, ...row.keys]);
    const group = groups.get(key) ?? { kind, keys: row.keys, rows: [] };
    group.rows.push(row);
    groups.set(key, group);
  }
  return [...groups]
    .map(([key, group]) => ({ key, part: { kind: group.kind, keys: group.keys, ...added(group.rows) } }))
    .filter(({ part: { joined, gone } }) => joined !== 0 || gone.some((left) => left !== 0))
    .toSorted(
      (a, b) =>
        rowKinds.indexOf(a.part.kind) - rowKinds.indexOf(b.part.kind) ||
        b.part.joined - a.part.joined ||
        (a.key < b.key ? -1 : 1),
    )
    .map(({ part }) => part);
}

/** The cohorts of each source together. */
function groupsOf(aged: ReadonlyArray<Aged & { readonly part: Part }>, nowMs: number) {
  const bySource = Map.groupBy(aged, ({ part: { kind, keys } }) => JSON.stringify([kind, keys]));
  return [...bySource.values()]
    .flatMap((own) => {
      const { kind = null, keys = [] } = own[0]?.part ?? {};
      return kind === null ? [] : [{ kind, keys, ...livedOf(own, nowMs) }];
    })
    .toSorted((a, b) => rowKinds.indexOf(a.kind) - rowKinds.indexOf(b.kind) || b.joined - a.joined);
}

function added(rows: readonly Lived[]): Lived {
  return {
    joined: rows.reduce((sum, row) => sum + row.joined, 0),
    gone: Array.from({ length: ageBandCount }, (_, band) => rows.reduce((sum, row) => sum + (row.gone[band] ?? 0), 0)),
  };
}

interface Aged {
  readonly part: Lived;
  /** The last of them joined before. */
  readonly untilMs: number;
}

function livedOf(parts: readonly Aged[], nowMs: number) {
  const { joined, gone } = added(parts.map(({ part }) => part));
  return {
    joined,
    here: joined - goneBelow(gone, ageBandCount),
    remaining: shownDays.map((days) => {
      const old = parts.filter(({ untilMs }) => untilMs + days * 86_400_000 <= nowMs);
      if (old.length === 0) return { days, of: null, here: null, share: null, small: true };
      const sum = added(old.map(({ part }) => part));
      const here = sum.joined - goneBelow(sum.gone, bandsBelow(days * 24));
      return { days, of: sum.joined, here, share: share(here, sum.joined), small: sum.joined < smallBelow };
    }),
    median_hours: medianHours(joined, gone),
  };
}

function goneBelow(gone: readonly number[], bands: number): number {
  return gone.slice(0, bands).reduce((sum, left) => sum + left, 0);
}

function medianHours(joined: number, gone: readonly number[]): number | null {
  if (joined === 0) return null;
  return ageBoundsHours.find((_, band) => 2 * goneBelow(gone, band + 1) >= joined) ?? null;
}

function leftByAge(rows: readonly Counted[]) {
  const { gone } = added(rows);
  return gone.map((left, band) => ({
    from_hours: ageBoundsHours[band - 1] ?? 0,
    to_hours: ageBoundsHours[band] ?? null,
    left,
  }));
}
