import type pg from 'pg';
import { type Static, Type } from 'typebox';
import { orNull, ReportPeriod } from './answer-schema.ts';
import { type Dimension, dimensions, type Filter } from './dimensions.ts';
import { Figures, toFigures } from './figures.ts';
import { type AskedPeriod, type Period, previousPeriod, resolvePeriod } from './period.ts';
import { Key, keyLabels } from './report-keys.ts';
import type { ReportProject } from './report-project.ts';
import { type Group, groupRows, rowKinds } from './row-kinds.ts';
import { selectCosts } from './select-costs.ts';
import { selectSums } from './select-sums.ts';
import { shownPeriod } from './shown-period.ts';
import { addSums, noSums, totalOf } from './sums.ts';

const SourcesRow = Type.Object(
  {
    kind: Type.Enum([...rowKinds], {
      description:
        '`organic` and `unknown` stand by themselves; `unassigned`: costs that cannot be told to belong to a value; `other`: the rows past the limit',
    }),
    keys: Type.Array(Key, { description: 'one per dimension of group_by' }),
    figures: Figures,
    probable: { ...orNull(Figures), description: 'the part of it that is attributed with a probability only' },
    previous: { ...orNull(Figures), description: 'of the previous period, where it was asked for' },
  },
  { title: 'SourcesRow' },
);

export const SourcesReport = Type.Object(
  {
    period: ReportPeriod,
    previous_period: orNull(ReportPeriod),
    time_zone: Type.String(),
    currency: Type.String(),
    group_by: Type.Array(Type.Enum([...dimensions])),
    rows: Type.Array(SourcesRow, { description: 'those with most subscribers first' }),
    totals: Type.Object(
      { figures: Figures, probable: orNull(Figures), previous: orNull(Figures) },
      { description: 'sums of the rows' },
    ),
  },
  { title: 'SourcesReport' },
);
export type SourcesReport = Static<typeof SourcesReport>;

export interface SourcesQuery extends AskedPeriod {
  readonly groupBy: readonly Dimension[];
  readonly filter: Filter;
  readonly compare: boolean;
  /** Rows past it are summed up in one. */
  readonly rowsMax: number;
}

/** Which source brings people who stay, and what one costs. */
export async function sourcesReport(
  pool: pg.Pool,
  project: ReportProject,
  query: SourcesQuery,
  nowMs: number,
): Promise<SourcesReport> {
  const period = await resolvePeriod(pool, project.timeZone, nowMs, query);
  const before = query.compare ? await previousPeriod(pool, project.timeZone, period) : null;
  const groups = await selectGroups(pool, project, query, period, nowMs);
  const earlier = before === null ? null : await selectGroups(pool, project, query, before, nowMs);
  for (const [key, { kind, keys }] of earlier ?? []) {
    if (!groups.has(key)) groups.set(key, { kind, keys, all: noSums(), probable: noSums(), hasProbable: false });
  }
  const shown = cut([...groups].toSorted(byWeight), query.rowsMax, query.groupBy.length, earlier);
  const label = await keyLabels(
    pool,
    project.projectId,
    query.groupBy,
    shown.map(({ group }) => group),
  );
  return {
    period: shownPeriod(period),
    previous_period: before === null ? null : shownPeriod(before),
    time_zone: project.timeZone,
    currency: project.currency,
    group_by: [...query.groupBy],
    rows: shown.map(({ group, previous }) => ({
      kind: group.kind,
      keys: label(group.keys),
      figures: toFigures(group.all),
      probable: group.hasProbable ? toFigures(group.probable) : null,
      previous: before === null ? null : toFigures(previous?.all ?? noSums()),
    })),
    totals: {
      figures: toFigures(totalOf(shown.map(({ group }) => group.all))),
      probable: shown.some(({ group }) => group.hasProbable)
        ? toFigures(totalOf(shown.map(({ group }) => group.probable)))
        : null,
      previous: before === null ? null : toFigures(totalOf(shown.map(({ previous }) => previous?.all ?? noSums()))),
    },
  };
}

async function selectGroups(
  pool: pg.Pool,
  project: ReportProject,
  { groupBy, filter }: SourcesQuery,
  period: Period,
  nowMs: number,
): Promise<Map<string, Group>> {
  const { projectId } = project;
  const rows = await selectSums(pool, { projectId, intervals: [period], groupBy, filter, nowMs });
  const days = { from: period.days[0]?.day ?? '', to: period.days.at(-1)?.day ?? '' };
  return groupRows(rows, await selectCosts(pool, project, days, filter), groupBy);
}

type Keyed = readonly [string, Group];

function byWeight([keyA, a]: Keyed, [keyB, b]: Keyed): number {
  return (
    rowKinds.indexOf(a.kind) - rowKinds.indexOf(b.kind) ||
    b.all.subscribers - a.all.subscribers ||
    b.all.clicks - a.all.clicks ||
    Number(b.all.spend - a.all.spend) ||
    (keyA < keyB ? -1 : 1)
  );
}

interface ShownGroup {
  readonly group: Group;
  readonly previous: Group | null;
}

/** At most so many attributed rows; the rest of them in one, so that the totals are still those of the rows. */
function cut(
  groups: readonly Keyed[],
  rowsMax: number,
  keyCount: number,
  earlier: ReadonlyMap<string, Group> | null,
): ShownGroup[] {
  const withEarlier = groups.map(([key, group]) => ({ group, previous: earlier?.get(key) ?? null }));
  const own = withEarlier.filter(({ group }) => group.kind === 'attributed');
  const others = withEarlier.filter(({ group }) => group.kind !== 'attributed');
  if (own.length <= rowsMax) return withEarlier;
  const nobody = (): Group => ({
    kind: 'other',
    keys: Array.from({ length: keyCount }, () => null),
    all: noSums(),
    probable: noSums(),
    hasProbable: false,
  });
  const rest: ShownGroup & { readonly previous: Group } = { group: nobody(), previous: nobody() };
  for (const { group, previous } of own.slice(rowsMax)) {
    addSums(rest.group.all, group.all);
    addSums(rest.group.probable, group.probable);
    rest.group.hasProbable ||= group.hasProbable;
    if (previous !== null) addSums(rest.previous.all, previous.all);
  }
  return [...own.slice(0, rowsMax), rest, ...others];
}
