import { type ReactNode, useMemo, useState } from 'react';
import { reportQuery } from '../../address/report-query.ts';
import { useView } from '../../address/use-view.ts';
import { type Dimension, withFilter, writeView } from '../../address/view.ts';
import { useProject } from '../../api/projects.ts';
import type { SourcesReport } from '../../api/schema.gen.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { formatShare } from '../../format/numbers.ts';
import { Answered } from '../../parts/answered.tsx';
import { nameOfValue, noValue } from '../../parts/dimension-names.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { LinkButton } from '../../parts/link-button.tsx';
import { formatMetric, metricKind } from '../../parts/metrics.ts';
import { Panel } from '../../parts/panel.tsx';
import { TitleMenu } from '../../parts/title-menu.tsx';
import { useLanguage, useSay } from '../../text/language.tsx';
import { reportsTexts } from '../../texts/reports.ts';
import styles from './overview.module.css';

const shownRows = 8;
type Row = SourcesReport['rows'][number];

/** The largest sources of a kind. A press on a row filters the whole page by it. */
export function TopSources({ places }: { readonly places: readonly [Dimension, ...Dimension[]] }): ReactNode {
  const say = useSay();
  const project = useProject();
  const [view] = useView();
  const [dimension, setDimension] = useState<Dimension>(places[0]);
  const query = useMemo(() => reportQuery(view, project), [view, project]);
  const sources = useAnswer(
    'GET /projects/{project_id}/reports/sources',
    { path: { project_id: project.id }, query: { ...query, compare: 'none', group_by: dimension, limit: shownRows } },
    { keep: true },
  );
  return (
    <Panel
      title={say(reportsTexts[dimension])}
      head={
        <TitleMenu
          value={dimension}
          options={places.map((place) => ({ value: place, label: say(reportsTexts[place]) }))}
          onChange={setDimension}
        />
      }
    >
      <Answered query={sources} rows={6}>
        {(report) => (
          <>
            <Rows report={report} dimension={dimension} />
            <div className={styles.foot}>
              <LinkButton
                variant="subtle"
                size="compact-sm"
                to="/p/$project/sources"
                params={{ project: project.id }}
                search={{ ...writeView(view), by: dimension }}
              >
                {say(reportsTexts.details)}
              </LinkButton>
            </div>
          </>
        )}
      </Answered>
    </Panel>
  );
}

interface RowsProps {
  readonly report: SourcesReport;
  readonly dimension: Dimension;
}

function Rows({ report, dimension }: RowsProps): ReactNode {
  const say = useSay();
  const { language } = useLanguage();
  const [view, show] = useView();
  const metric = metricKind(view.metric);
  const reading = { say, language, currency: report.currency };
  const rows = report.rows.filter(({ figures }) => (metric.valueOf(figures) ?? 0) > 0);
  const most = Math.max(...rows.map(({ figures }) => metric.valueOf(figures) ?? 0));
  const total = metric.valueOf(report.totals.figures) ?? 0;
  if (rows.length === 0) return <EmptyState title={say(reportsTexts.nothing)} />;
  return (
    <div className={styles.list}>
      {rows.map((row) => {
        const value = metric.valueOf(row.figures) ?? 0;
        const filter = filterOf(row, dimension);
        const probable = row.probable === null ? 0 : (metric.valueOf(row.probable) ?? 0);
        return (
          <button
            key={`${row.kind} ${row.keys[0]?.value ?? ''}`}
            type="button"
            className={styles.row}
            data-apart={row.kind === 'attributed' ? undefined : true}
            disabled={filter === null}
            onClick={() => filter !== null && show(withFilter(view, filter.dimension, filter.value))}
          >
            <span
              className={styles.bar}
              data-lighter={probable * 2 > value || row.kind !== 'attributed' || undefined}
              style={{ width: `${(value / most) * 100}%` }}
            />
            <span className={styles.name}>{nameOfRow(row, dimension)}</span>
            <span className={styles.value}>{formatMetric(value, metric.unit, reading)}</span>
            <span className={styles.share} data-few={total < 20 || undefined}>
              {metric.id === 'cost_per_stayed' || total === 0 ? '' : formatShare(language, value / total)}
            </span>
          </button>
        );
      })}
    </div>
  );

  function nameOfRow({ kind, keys }: Row, of: Dimension): string {
    if (kind !== 'attributed') return say(reportsTexts[kind]);
    const [key] = keys;
    return nameOfValue(say, language, of, key?.value ?? null, of === 'link' ? key?.label : null);
  }
}

function filterOf({ kind, keys }: Row, dimension: Dimension): { dimension: Dimension; value: string } | null {
  if (kind === 'organic' || kind === 'unknown') return { dimension: 'exactness', value: kind };
  return kind === 'attributed' ? { dimension, value: keys[0]?.value ?? noValue } : null;
}
