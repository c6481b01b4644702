import type pg from 'pg';
import type { CountedEvents } from './counted-events.ts';
import type { Dimension, Filter } from './dimensions.ts';
import type { FunnelReport } from './funnel-answer.ts';
import { selectFunnelEvents } from './funnel-events.ts';
import { funnelOf, mostFrequent, type Visits } from './funnel-steps.ts';
import type { LabelCondition } from './label-sets.ts';
import { type AskedPeriod, resolvePeriod } from './period.ts';
import { keyLabels } from './report-keys.ts';
import type { ReportProject } from './report-project.ts';
import { kindOf, type RowKind, rowKinds } from './row-kinds.ts';
import { type Exactness, selectSums } from './select-sums.ts';
import { shownPeriod } from './shown-period.ts';
import { totalOf } from './sums.ts';

export interface FunnelQuery extends AskedPeriod {
  /** Types of events and goals in their order; null: all, the most frequent first. */
  readonly steps: readonly string[] | null;
  readonly groupBy: readonly Dimension[];
  readonly filter: Filter;
  /** Only events that carry all of these; clicks and joins carry none and are counted whole. */
  readonly labels: readonly LabelCondition[];
  /** The name of a label whose values are groups of their own. */
  readonly labelBy: string | null;
}

interface Group {
  /** Null: all sources together. */
  readonly kind: RowKind | null;
  readonly keys: readonly (string | null)[];
  readonly label: string | null;
  readonly counted: CountedEvents[];
}

const groupsShown = 200;

/** What happens after the join, step by step: how often each type of event ended how, and what it brought. */
export async function funnelReport(
  pool: pg.Pool,
  project: ReportProject,
  query: FunnelQuery,
  nowMs: number,
): Promise<FunnelReport> {
  const { projectId } = project;
  const { groupBy, filter, labelBy } = query;
  const period = await resolvePeriod(pool, project.timeZone, nowMs, query);
  const counted = await selectFunnelEvents(pool, { ...query, projectId, period });
  const visits = await selectSums(pool, { projectId, intervals: [period], groupBy, filter, nowMs });
  const names = query.steps ?? mostFrequent(counted);
  const bySource = groupBy.length > 0;
  const sourceOf = (exactness: Exactness, keys: Group['keys']) => ({ kind: bySource ? kindOf[exactness] : null, keys });
  const groups = new Map<string, Group>();
  const groupOf = (source: ReturnType<typeof sourceOf>, label: string | null): Group => {
    const key = JSON.stringify([source, label]);
    const group = groups.get(key) ?? { ...source, label, counted: [] };
    groups.set(key, group);
    return group;
  };
  for (const row of counted) groupOf(sourceOf(row.exactness, row.keys), row.label).counted.push(row);
  const visitsBySource = Map.groupBy(visits, ({ exactness, keys }) => JSON.stringify(sourceOf(exactness, keys)));
  // A source without events is a group too; by labels it would be one of nothing.
  if (labelBy === null) for (const { exactness, keys } of visits) groupOf(sourceOf(exactness, keys), null);
  const visitsOf = ({ kind, keys }: Group): Visits[] =>
    (visitsBySource.get(JSON.stringify({ kind, keys })) ?? []).map(({ sums }) => sums);
  const shown = [...groups.values()]
    .map((group) => ({ ...group, ...funnelOf(group.counted, visitsOf(group), names), events: eventsOf(group) }))
    .toSorted(
      (a, b) =>
        placeOf(a.kind) - placeOf(b.kind) ||
        b.joins - a.joins ||
        b.clicks - a.clicks ||
        Number(a.label === null) - Number(b.label === null) ||
        b.events - a.events ||
        ((a.label ?? '') < (b.label ?? '') ? -1 : 1),
    )
    .slice(0, bySource || labelBy !== null ? groupsShown : 0);
  const label = await keyLabels(pool, projectId, groupBy, shown);
  return {
    period: shownPeriod(period),
    currency: project.currency,
    group_by: [...groupBy],
    label_by: labelBy,
    ...funnelOf(counted, [totalOf(visits.map(({ sums }) => sums))], names),
    groups: shown.map((group) => ({
      kind: group.kind,
      keys: label(group.keys),
      label: group.label,
      clicks: group.clicks,
      joins: group.joins,
      conversion: group.conversion,
      steps: group.steps,
    })),
  };
}

function eventsOf({ counted }: Group): number {
  return counted.reduce((sum, { events }) => sum + events, 0);
}

function placeOf(kind: RowKind | null): number {
  return kind === null ? 0 : rowKinds.indexOf(kind);
}
