import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';

/** The point under the pointer, and where it is; null: none. */
export type Hover = { readonly index: number; readonly left: number } | null;
export type OnHover = (hover: Hover) => void;

export interface PlotFrame {
  readonly height: number;
  readonly labels: readonly string[];
  readonly writeShort: (value: number) => string;
  readonly series: readonly UPlot.Series[];
  readonly columns: UPlot.AlignedData;
  readonly cursorColour: string;
}

/** The colours of the page at this moment, by the names of its variables. */
export function paletteOf(place: HTMLElement): (name: string) => string {
  const style = getComputedStyle(place);
  return (name) => style.getPropertyValue(`--${name}`).trim();
}

/** What every plot shares: axes that begin at zero, a cursor that tells where it is, the width of its place. Answers what ends it. */
export function openPlot(place: HTMLElement, frame: PlotFrame, onHover: OnHover): () => void {
  const { height, labels, writeShort, series, columns, cursorColour } = frame;
  const colour = paletteOf(place);
  const axis = { stroke: colour('ink-3'), font: `12px ${getComputedStyle(place).fontFamily}`, ticks: { show: false } };
  const plot = new UPlot(
    {
      width: place.clientWidth,
      height,
      legend: { show: false },
      padding: [12, 8, 0, 0],
      cursor: {
        y: false,
        drag: { x: false, y: false },
        points: { size: 8, width: 2, stroke: cursorColour, fill: colour('panel') },
      },
      scales: {
        x: { time: false, range: [-0.4, Math.max(0.4, labels.length - 0.6)] },
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
          values: (_plot, splits) => splits.map((value) => writeShort(Math.abs(value))),
        },
      ],
      series: [{}, ...series],
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
    columns,
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
