import type UPlot from 'uplot';
import { type Lines, toLineColumns } from './lines.ts';
import { type OnHover, openPlot, paletteOf } from './plot-frame.ts';

/** Draws several lines into an element, each in its colour; answers what ends it. */
export function plotLines(place: HTMLElement, lines: Lines, height: number, onHover: OnHover): () => void {
  const colour = paletteOf(place);
  const only = lines.places.length === 1;
  const drawn = (dash: boolean): UPlot.Series[] =>
    lines.series.map((_, index) => ({
      stroke: colour(`series-${index + 1}`),
      width: 2,
      points: { show: only },
      spanGaps: false,
      ...(dash ? { dash: [4, 4] } : {}),
    }));
  return openPlot(
    place,
    {
      height,
      labels: lines.places.map(({ label }) => label),
      writeShort: lines.writeShort,
      series: [...drawn(false), ...drawn(true)],
      columns: toLineColumns(lines),
      cursorColour: colour('ink-2'),
    },
    onHover,
  );
}
