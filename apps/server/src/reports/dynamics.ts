import type pg from 'pg';
import { type Static, Type } from 'typebox';
import { orNull, ReportPeriod } from './answer-schema.ts';
import type { Filter } from './dimensions.ts';
import { Figures, toFigures } from './figures.ts';
import { type AskedPeriod, BadPeriod, type Period, previousPeriod, resolvePeriod } from './period.ts';
import type { ReportProject } from './report-project.ts';
import { selectCosts } from './select-costs.ts';
import { selectSums } from './select-sums.ts';
import { shownPeriod } from './shown-period.ts';
import { addSums, noSums, type Sums, totalOf } from './sums.ts';
import { type Step, steps, stepsOf } from './time-steps.ts';

const DynamicsRow = Type.Object(
  {
    at: Type.String({ format: 'date-time', description: 'when it begins' }),
    until: Type.String({ format: 'date-time', description: 'not part of it' }),
    local: Type.String({
      description:
        'in the zone of the project: the day, or the first day of the week or month, or the hour as 2026-01-31T15:00',
    }),
    unfinished: Type.Boolean({ description: 'it is still going on, or has not begun' }),
    figures: Figures,
    probable: orNull(Figures),
    previous: { ...orNull(Figures), description: 'of the step at the same place in the previous period' },
  },
  { title: 'DynamicsRow' },
);

export const DynamicsReport = Type.Object(
  {
    period: ReportPeriod,
    previous_period: orNull(ReportPeriod),
    time_zone: Type.String(),
    currency: Type.String(),
    group_by: Type.Enum([...steps]),
    rows: Type.Array(DynamicsRow, { description: 'one after the other; those without anything too' }),
    totals: Type.Object({ figures: Figures, probable: orNull(Figures), previous: orNull(Figures) }),
  },
  { title: 'DynamicsReport' },
);
export type DynamicsReport = Static<typeof DynamicsReport>;

export interface DynamicsQuery extends AskedPeriod {
  readonly step: Step;
  readonly filter: Filter;
  readonly compare: boolean;
}

interface Counted {
  readonly at: number;
  readonly until: number;
  readonly local: string;
  readonly all: Sums;
  readonly probable: Sums;
  hasProbable: boolean;
}

const hoursDaysMax = 100;

/** The figures of the sources over time. */
export async function dynamicsReport(
  pool: pg.Pool,
  project: ReportProject,
  query: DynamicsQuery,
  nowMs: number,
): Promise<DynamicsReport> {
  const period = await resolvePeriod(pool, project.timeZone, nowMs, query);
  if (query.step === 'hour' && period.days.length > hoursDaysMax) {
    throw new BadPeriod('from', `a period of at most ${hoursDaysMax} days, where hours are asked for`);
  }
  const before = query.compare ? await previousPeriod(pool, project.timeZone, period) : null;
  const counted = await count(pool, project, query, period, nowMs);
  const earlier = before === null ? null : await count(pool, project, query, before, nowMs);
  const previousTotal = earlier === null ? null : toFigures(totalOf(earlier.map(({ all }) => all)));
  return {
    period: shownPeriod(period),
    previous_period: before === null ? null : shownPeriod(before),
    time_zone: project.timeZone,
    currency: project.currency,
    group_by: query.step,
    rows: counted.map(({ at, until, local, all, probable, hasProbable }, index) => ({
      at: new Date(at).toISOString(),
      until: new Date(until).toISOString(),
      local,
      unfinished: until > nowMs,
      figures: toFigures(all),
      probable: hasProbable ? toFigures(probable) : null,
      previous: earlier === null ? null : toFigures(earlier[index]?.all ?? noSums()),
    })),
    totals: {
      figures: toFigures(totalOf(counted.map(({ all }) => all))),
      probable: counted.some(({ hasProbable }) => hasProbable)
        ? toFigures(totalOf(counted.map(({ probable }) => probable)))
        : null,
      previous: previousTotal,
    },
  };
}

async function count(
  pool: pg.Pool,
  project: ReportProject,
  { step, filter }: DynamicsQuery,
  period: Period,
  nowMs: number,
): Promise<Counted[]> {
  const intervals = await stepsOf(pool, project.timeZone, period, step);
  const counted = intervals.map(({ fromMs, toMs, local }) => ({
    ...{ at: fromMs, until: toMs, local },
    ...{ all: noSums(), probable: noSums(), hasProbable: false },
  }));
  const { projectId } = project;
  for (const row of await selectSums(pool, { projectId, intervals, groupBy: [], filter, nowMs })) {
    const into = counted[row.label];
    if (into === undefined) continue;
    addSums(into.all, row.sums);
    if (row.exactness !== 'probable') continue;
    addSums(into.probable, row.sums);
    into.hasProbable = true;
  }
  const days = { from: period.days[0]?.day ?? '', to: period.days.at(-1)?.day ?? '' };
  for (const { day, sums } of await selectCosts(pool, project, days, filter)) {
    // A cost belongs to a day: by the hour it stands at the first of it.
    const atMs = period.days.find((known) => known.day === day)?.fromMs ?? period.fromMs;
    const into = counted.find(({ at, until }) => at <= atMs && atMs < until);
    if (into !== undefined) addSums(into.all, sums);
  }
  return counted;
}
