import type pg from 'pg';
import { type Static, Type } from 'typebox';
import { Figures, toFigures } from './figures.ts';
import { Key, keyLabels } from './report-keys.ts';
import type { ReportProject } from './report-project.ts';
import { groupRows, rowKinds } from './row-kinds.ts';
import { selectSums } from './select-sums.ts';
import { totalOf } from './sums.ts';
import { quarterAfter } from './tiles.ts';

const DaySource = Type.Object(
  { kind: Type.Enum([...rowKinds]), keys: Type.Array(Key), figures: Figures, before: Figures },
  { title: 'DaySource' },
);

export const DayReport = Type.Object(
  {
    from: Type.String({ format: 'date-time' }),
    to: Type.String({ format: 'date-time', description: 'the end of this quarter of an hour' }),
    subscriptions: Type.Integer({ description: 'joins within 24 hours' }),
    unsubscriptions: Type.Integer({ description: 'leaves within 24 hours' }),
    figures: Figures,
    before: { ...Figures, description: 'of the 24 hours before' },
    sources: Type.Array(DaySource, { description: 'by link, those with most joins first; at most 20' }),
  },
  { title: 'DayReport' },
);
export type DayReport = Static<typeof DayReport>;

const dayMs = 86_400_000;
const sourcesShown = 20;

/** The last 24 hours, and the 24 before them. What was spent is told by day, not by hour, so it is not in here. */
export async function dayReport(pool: pg.Pool, { projectId }: ReportProject, nowMs: number): Promise<DayReport> {
  const toMs = quarterAfter(nowMs + 1);
  const intervals = [
    { fromMs: toMs - dayMs, toMs },
    { fromMs: toMs - 2 * dayMs, toMs: toMs - dayMs },
  ];
  const rows = await selectSums(pool, { projectId, intervals, groupBy: ['link'], filter: {}, nowMs });
  const groups = groupRows(
    rows.filter(({ label }) => label === 0),
    [],
    ['link'],
  );
  const earlier = groupRows(
    rows.filter(({ label }) => label === 1),
    [],
    ['link'],
  );
  const total = totalOf([...groups.values()].map(({ all }) => all));
  const shown = [...groups]
    .map(([key, group]) => ({ ...group, before: earlier.get(key) }))
    .toSorted((a, b) => b.all.joins - a.all.joins || b.all.clicks - a.all.clicks)
    .slice(0, sourcesShown);
  const label = await keyLabels(pool, projectId, ['link'], shown);
  return {
    from: new Date(toMs - dayMs).toISOString(),
    to: new Date(toMs).toISOString(),
    subscriptions: total.joins,
    unsubscriptions: total.leaves,
    figures: toFigures(total),
    before: toFigures(totalOf([...earlier.values()].map(({ all }) => all))),
    sources: shown.map(({ kind, keys, all, before }) => ({
      kind,
      keys: label(keys),
      figures: toFigures(all),
      before: toFigures(totalOf(before === undefined ? [] : [before.all])),
    })),
  };
}
