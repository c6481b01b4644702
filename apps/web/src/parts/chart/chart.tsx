import { VisuallyHidden } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useSay } from '../../text/language.tsx';
import { reportsTexts } from '../../texts/reports.ts';
import styles from './chart.module.css';
import { Plot } from './plot.tsx';
import type { Hover } from './plot-frame.ts';
import type { ChartData, ChartPoint } from './series.ts';

interface ChartProps {
  readonly title: string;
  readonly data: ChartData;
  readonly height?: number;
}

const load = async () => (await import('./plot-series.ts')).plotSeries;

/** A line over time. What draws it is loaded when there is something to draw; a screen reader gets a table. */
export function Chart({ title, data, height = 280 }: ChartProps): ReactNode {
  const [hover, setHover] = useState<Hover>(null);
  const point = hover === null ? undefined : data.points[hover.index];
  return (
    <figure className={styles.chart} aria-label={title}>
      <Plot data={data} height={height} load={load} onHover={setHover} />
      {point !== undefined && hover !== null && <Tip point={point} data={data} left={hover.left} />}
      <VisuallyHidden>
        <AsTable title={title} data={data} />
      </VisuallyHidden>
    </figure>
  );
}

interface TipProps {
  readonly point: ChartPoint;
  readonly data: ChartData;
  readonly left: number;
}

function Tip({ point, data, left }: TipProps): ReactNode {
  const say = useSay();
  const lines: ReadonlyArray<readonly [string, string, number | null]> = [
    ['value', data.valueTitle, point.value],
    ['before', data.beforeTitle, point.before],
    ...(data.belowTitle === null ? [] : [['below', data.belowTitle, point.below] as const]),
  ];
  return (
    <div className={styles.tip} style={{ left }} aria-hidden="true">
      <strong>{point.title}</strong>
      {point.unfinished && <em>{say(reportsTexts.unfinished)}</em>}
      {lines
        .filter(([, , value]) => value !== null)
        .map(([kind, title, value]) => (
          <div key={kind} className={styles.line} data-kind={kind}>
            <span>{title}</span>
            <span>{data.write(value ?? 0)}</span>
          </div>
        ))}
    </div>
  );
}

function AsTable({ title, data }: { readonly title: string; readonly data: ChartData }): ReactNode {
  const say = useSay();
  const cell = (value: number | null): string => (value === null ? '–' : data.write(value));
  return (
    <table>
      <caption>{title}</caption>
      <thead>
        <tr>
          <th scope="col">{say(reportsTexts.when)}</th>
          <th scope="col">{data.valueTitle}</th>
          <th scope="col">{data.beforeTitle}</th>
          {data.belowTitle !== null && <th scope="col">{data.belowTitle}</th>}
        </tr>
      </thead>
      <tbody>
        {data.points.map((point) => (
          <tr key={point.title}>
            <th scope="row">
              {point.title}
              {point.unfinished && `, ${say(reportsTexts.unfinished)}`}
            </th>
            <td>{cell(point.value)}</td>
            <td>{cell(point.before)}</td>
            {data.belowTitle !== null && <td>{cell(point.below)}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
