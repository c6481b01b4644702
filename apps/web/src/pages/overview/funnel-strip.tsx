import { Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Metric } from '../../address/view.ts';
import type { Figures } from '../../api/schema.gen.ts';
import { Change } from '../../parts/change.tsx';
import { formatMetric, metricKinds } from '../../parts/metrics.ts';
import { useLanguage, useSay } from '../../text/language.tsx';
import styles from './overview.module.css';

interface FunnelStripProps {
  readonly totals: { readonly figures: Figures; readonly previous: Figures | null };
  readonly currency: string;
  readonly chosen: Metric;
  readonly onChoose: (metric: Metric) => void;
}

/** The funnel from click to money: each cell has its change and its share of the step before; a press charts it. */
export function FunnelStrip({ totals, currency, chosen, onChoose }: FunnelStripProps): ReactNode {
  const say = useSay();
  const { language } = useLanguage();
  const reading = { say, language, currency };
  const { figures, previous } = totals;
  return (
    <div className={styles.strip}>
      {metricKinds.map((metric) => (
        <Tooltip key={metric.id} label={say(metric.hint)}>
          <button
            type="button"
            className={styles.cell}
            aria-pressed={metric.id === chosen}
            onClick={() => onChoose(metric.id)}
          >
            <span className={styles.title}>{say(metric.title)}</span>
            <span className={styles.figure}>
              <strong>{formatMetric(metric.valueOf(figures), metric.unit, reading)}</strong>
              <Change
                now={metric.valueOf(figures)}
                before={previous === null ? null : metric.valueOf(previous)}
                moreIsBetter={metric.moreIsBetter}
                counted={metric.unit === 'count'}
              />
            </span>
            <span className={styles.beside}>{metric.beside(figures, reading)}</span>
          </button>
        </Tooltip>
      ))}
    </div>
  );
}
