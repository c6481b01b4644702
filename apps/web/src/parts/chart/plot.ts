import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { type ChartData, toColumns } from './series.ts';

interface PlotCallbacks {
  /** The point under the pointer, and where it is; null: none. */
  readonly onHover: (hover: { readonly index: number; readonly left: number } | null) => void;
}

/** Draws the chart into an element; answers what ends it. Colours are those of the page at this moment. */
export function drawPlot(place: HTMLElement, data: ChartData, height: number, { onHover }: PlotCallbacks): () => void {
  const style = getComputedStyle(place);
  const colour = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  const font = `12px ${style.fontFamily}`;
  const { bars } = UPlot.paths;
  const labels = data.points.map(({ label }) => label);
  const axis = { stroke: colour('ink-3'), font, ticks: { show: false } };
  const plot = new UPlot(
    {
      width: place.clientWidth,
      height,
      legend: { show: false },
      padding: [12, 8, 0, 0],
      cursor: {
        y: false,
        drag: { x: false, y: false },
        points: { size: 8, width: 2, stroke: colour('accent'), fill: colour('panel') },
      },
      scales: {
        x: { time: false, range: [-0.4, Math.max(0.4, data.points.length - 0.6)] },
        y: { range: (_plot, low, high) => rangeOf(low, high) },
      },
      axes: [
        {
          ...axis,
          grid: { show: false },
          size: 32,
          splits: (_plot, _axis, low, high) => splitsOf(Math.ceil(low), Math.floor(high), place.clientWidth),
          values: (_plot, splits) => splits.map((at) => labels[at] ?? ''),
        },
        {
          ...axis,
          size: 56,
          incrs: wholeSteps,
          grid: { stroke: colour('line'), width: 1 },
          values: (_plot, splits) => splits.map((value) => data.writeShort(Math.abs(value))),
        },
      ],
      series: [
        {},
        {
          stroke: colour('accent'),
          width: 2,
          fill: `${colour('accent')}1a`,
          points: { show: data.points.length === 1 },
        },
        { stroke: colour('accent'), width: 2, dash: [4, 4], points: { show: data.points.length === 1 } },
        { stroke: colour('ink-3'), width: 1, points: { show: false } },
        {
          stroke: colour('bad'),
          fill: `${colour('bad')}66`,
          width: 0,
          points: { show: false },
          ...(bars === undefined ? {} : { paths: bars({ size: [0.6, 24] }) }),
        },
      ],
      hooks: {
        setCursor: [
          (self) => {
            const { idx, left } = self.cursor;
            onHover(
              idx === null || idx === undefined || left === undefined || left < 0
                ? null
                : { index: idx, left: left + 56 },
            );
          },
        ],
      },
    },
    toColumns(data.points),
    place,
  );
  const watch = new ResizeObserver(() => plot.setSize({ width: place.clientWidth, height }));
  watch.observe(place);
  return () => {
    watch.disconnect();
    plot.destroy();
  };
}

/** Half a person says nothing. */
const wholeSteps = Array.from({ length: 12 }, (_, power) => [1, 2, 5].map((step) => step * 10 ** power)).flat();

/** A chart starts at zero. */
function rangeOf(low: number | null, high: number | null): [number, number] {
  const top = Math.max(high ?? 0, 1);
  return [Math.min(0, (low ?? 0) * 1.1), top * 1.08];
}

function splitsOf(first: number, last: number, width: number): number[] {
  const every = Math.max(1, Math.ceil((last - first + 1) / Math.max(2, width / 90)));
  const splits: number[] = [];
  for (let at = Math.max(0, first); at <= last; at += every) splits.push(at);
  return splits;
}
