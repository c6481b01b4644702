import type { ReactNode } from 'react';
import { lengthOf } from '../../address/period.ts';
import { daysOfView, reportQuery } from '../../address/report-query.ts';
import { rowKey } from '../../address/row-key.ts';
import { useView } from '../../address/use-view.ts';
import { useProject } from '../../api/projects.ts';
import { useAnswers } from '../../api/use-answer.ts';
import { formatCompact } from '../../format/numbers.ts';
import type { Lines } from '../../parts/chart/lines.ts';
import { LinesChart } from '../../parts/chart/lines-chart.tsx';
import { labelOfStep, stepFor, stepNames, titleOfStep } from '../../parts/chart/time-step.ts';
import { ErrorState } from '../../parts/error-state.tsx';
import { formatMetric, metricKind, metricKinds } from '../../parts/metrics.ts';
import { Panel } from '../../parts/panel.tsx';
import { Skeleton } from '../../parts/skeleton.tsx';
import { TitleMenu } from '../../parts/title-menu.tsx';
import { useLanguage, useSay } from '../../text/language.tsx';
import { reportsTexts } from '../../texts/reports.ts';
import { sourcesTexts } from '../../texts/sources.ts';
import { rowView, type SourcesRow } from './pins.ts';
import { useRowName } from './use-row-name.ts';

interface PinnedChartProps {
  readonly rows: readonly SourcesRow[];
  readonly currency: string;
}

/** The chosen figure of the pinned rows over time, a line for each. */
export function PinnedChart({ rows, currency }: PinnedChartProps): ReactNode {
  const say = useSay();
  const { language } = useLanguage();
  const project = useProject();
  const [view, show] = useView();
  const nameOf = useRowName();
  const step = stepFor(lengthOf(daysOfView(view, project)));
  const inputs = rows.map((row) => ({
    path: { project_id: project.id },
    query: { ...reportQuery(rowView(view, row), project), compare: 'none' as const, group_by: step },
  }));
  const answers = useAnswers('GET /projects/{project_id}/reports/dynamics', inputs);
  const metric = metricKind(view.metric);
  const reading = { say, language, currency };
  const first = answers.find(({ data }) => data !== undefined)?.data;
  const lines: Lines | null =
    first === undefined
      ? null
      : {
          places: first.rows.map(({ local, unfinished }) => ({
            label: labelOfStep(language, local, step),
            title: titleOfStep(language, local, step),
            unfinished,
          })),
          // A row that was just pinned has its colour before it has its line.
          series: rows.map((row, index) => ({
            key: rowKey(row),
            name: nameOf(row).join(' · '),
            values: (answers[index]?.data?.rows ?? []).map(({ at, figures }) =>
              // What has not begun yet is not zero.
              Date.parse(at) > Date.now() ? null : metric.valueOf(figures),
            ),
          })),
          write: (value) => formatMetric(value, metric.unit, reading),
          writeShort: (value) => formatCompact(language, value),
        };
  const failed = answers.find(({ error }) => error !== null);
  const title = say(sourcesTexts.pinnedTitle, { metric: say(metric.title), step: say(stepNames[step]) });
  return (
    <Panel
      title={title}
      head={
        <TitleMenu
          value={view.metric}
          options={metricKinds.map(({ id, title: name }) => ({ value: id, label: say(name) }))}
          onChange={(id) => show({ ...view, metric: id })}
        />
      }
    >
      {lines !== null ? (
        <LinesChart title={title} placeTitle={say(reportsTexts.when)} lines={lines} />
      ) : failed?.error != null ? (
        <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />
      ) : (
        <Skeleton rows={6} />
      )}
    </Panel>
  );
}
