import UPlot from 'uplot';
import { type OnHover, openPlot, paletteOf } from './plot-frame.ts';
import { type ChartData, toColumns } from './series.ts';

/** Draws the chart into an element; answers what ends it. */
export function plotSeries(place: HTMLElement, data: ChartData, height: number, onHover: OnHover): () => void {
  const colour = paletteOf(place);
  const { bars } = UPlot.paths;
  const only = data.points.length === 1;
  return openPlot(
    place,
    {
      height,
      labels: data.points.map(({ label }) => label),
      writeShort: data.writeShort,
      columns: toColumns(data.points),
      cursorColour: colour('accent'),
      series: [
        { stroke: colour('accent'), width: 2, fill: `${colour('accent')}1a`, points: { show: only } },
        { stroke: colour('accent'), width: 2, dash: [4, 4], points: { show: only } },
        { stroke: colour('ink-3'), width: 1, points: { show: false } },
        {
          stroke: colour('bad'),
          fill: `${colour('bad')}66`,
          width: 0,
          points: { show: false },
          ...(bars === undefined ? {} : { paths: bars({ size: [0.6, 24] }) }),
        },
      ],
    },
    onHover,
  );
}
