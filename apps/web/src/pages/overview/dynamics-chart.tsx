import { type ReactNode, useMemo } from 'react';
import type { DynamicsReport } from '../../api/schema.gen.ts';
import { formatCompact } from '../../format/numbers.ts';
import { Chart } from '../../parts/chart/chart.tsx';
import type { ChartData } from '../../parts/chart/series.ts';
import { labelOfStep, type Step, stepNames, titleOfStep } from '../../parts/chart/time-step.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { formatMetric, type MetricKind } from '../../parts/metrics.ts';
import { useLanguage, useSay } from '../../text/language.tsx';
import { reportsTexts } from '../../texts/reports.ts';

interface DynamicsChartProps {
  readonly report: DynamicsReport;
  readonly metric: MetricKind;
  readonly step: Step;
}

/** The chosen figure over time; leaves below zero where joins are above it. */
export function DynamicsChart({ report, metric, step }: DynamicsChartProps): ReactNode {
  const say = useSay();
  const { language } = useLanguage();
  const { currency, rows, period } = report;
  const data = useMemo<ChartData>(() => {
    const reading = { say, language, currency };
    const withLeaves = metric.id === 'joins';
    return {
      valueTitle: say(metric.title),
      beforeTitle: say(reportsTexts.before),
      belowTitle: withLeaves ? say(reportsTexts.leaves) : null,
      write: (value) => formatMetric(value, metric.unit, reading),
      writeShort: (value) => formatCompact(language, value),
      points: rows.map((row) => ({
        label: labelOfStep(language, row.local, step),
        title: titleOfStep(language, row.local, step),
        // What has not begun yet is not zero.
        value: Date.parse(row.at) > Date.now() ? null : metric.valueOf(row.figures),
        before: row.previous === null ? null : metric.valueOf(row.previous),
        below: withLeaves ? row.figures.leaves : null,
        unfinished: row.unfinished,
      })),
    };
  }, [say, language, currency, metric, rows, step]);
  if (rows.every(({ figures }) => figures.clicks + figures.joins + figures.leaves + Number(figures.cost) === 0)) {
    return <EmptyState title={say(reportsTexts.nothing)} hint={say(reportsTexts.nothingHint)} />;
  }
  const title = say(reportsTexts.chart, {
    metric: say(metric.title),
    step: say(stepNames[step]),
    period: `${titleOfStep(language, period.from_day, 'day')} – ${titleOfStep(language, period.to_day, 'day')}`,
  });
  return <Chart title={title} data={data} />;
}
