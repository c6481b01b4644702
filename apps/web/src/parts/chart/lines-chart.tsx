import { VisuallyHidden } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useSay } from '../../text/language.tsx';
import { reportsTexts } from '../../texts/reports.ts';
import styles from './chart.module.css';
import type { Lines } from './lines.ts';
import { Plot } from './plot.tsx';
import type { Hover } from './plot-frame.ts';

interface LinesChartProps {
  readonly title: string;
  /** What the places are, as the head of the table's first column. */
  readonly placeTitle: string;
  readonly lines: Lines;
  readonly height?: number;
}

const load = async () => (await import('./plot-lines.ts')).plotLines;

/** Series compared over the same places. What draws them is loaded when there is something to draw; a screen reader gets a table. */
export function LinesChart({ title, placeTitle, lines, height = 260 }: LinesChartProps): ReactNode {
  const [hover, setHover] = useState<Hover>(null);
  const place = hover === null ? undefined : lines.places[hover.index];
  const cell = (value: number | null | undefined): string => (value == null ? '–' : lines.write(value));
  return (
    <figure className={styles.chart} aria-label={title}>
      <ul className={styles.legend} aria-hidden="true">
        {lines.series.map(({ key, name }, index) => (
          <li key={key}>
            <Swatch index={index} />
            <span>{name}</span>
          </li>
        ))}
      </ul>
      <Plot data={lines} height={height} load={load} onHover={setHover} />
      {place !== undefined && hover !== null && (
        <div className={styles.tip} data-lines style={{ left: hover.left }} aria-hidden="true">
          <strong>{place.title}</strong>
          {lines.series.map(({ key, name, values }, index) => (
            <div key={key} className={styles.line}>
              <span>
                <Swatch index={index} /> {name}
              </span>
              <span>{cell(values[hover.index])}</span>
            </div>
          ))}
        </div>
      )}
      <VisuallyHidden>
        <AsTable title={title} placeTitle={placeTitle} lines={lines} cell={cell} />
      </VisuallyHidden>
    </figure>
  );
}

/** The colour of a series. */
export function Swatch({ index }: { readonly index: number }): ReactNode {
  return <span className={styles.swatch} style={{ background: `var(--series-${index + 1})` }} />;
}

interface AsTableProps extends Pick<LinesChartProps, 'title' | 'placeTitle' | 'lines'> {
  readonly cell: (value: number | null | undefined) => string;
}

function AsTable({ title, placeTitle, lines, cell }: AsTableProps): ReactNode {
  const say = useSay();
  return (
    <table>
      <caption>{title}</caption>
      <thead>
        <tr>
          <th scope="col">{placeTitle}</th>
          {lines.series.map(({ key, name }) => (
            <th key={key} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {lines.places.map((place, index) => (
          <tr key={place.title}>
            <th scope="row">
              {place.title}
              {place.unfinished && `, ${say(reportsTexts.unfinished)}`}
            </th>
            {lines.series.map(({ key, values }) => (
              <td key={key}>{cell(values[index])}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
