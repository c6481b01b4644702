/** What a chart shows: points one after the other, each with its name and its values. */
export interface ChartPoint {
  readonly label: string;
  /** In full, for the tooltip and the table. */
  readonly title: string;
  readonly value: number | null;
  readonly before: number | null;
  /** Shown below zero. */
  readonly below: number | null;
  /** It is still going on. */
  readonly unfinished: boolean;
}

export interface ChartData {
  readonly points: readonly ChartPoint[];
  readonly valueTitle: string;
  readonly beforeTitle: string;
  /** Null: nothing is shown below zero. */
  readonly belowTitle: string | null;
  readonly write: (value: number) => string;
  readonly writeShort: (value: number) => string;
}

type Column = (number | null)[];

/**
 * Columns of the plot: places, the finished part, the part that still goes on (with the point before, so that the line is whole),
 * the period before, what stands below zero.
 */
export function toColumns(points: readonly ChartPoint[]): [number[], Column, Column, Column, Column] {
  const firstUnfinished = points.findIndex(({ unfinished }) => unfinished);
  const end = firstUnfinished < 0 ? points.length : firstUnfinished;
  return [
    points.map((_, index) => index),
    points.map(({ value }, index) => (index < end ? value : null)),
    points.map(({ value }, index) => (index >= end - 1 && end < points.length && index <= end ? value : null)),
    points.map(({ before }) => before),
    points.map(({ below }) => (below === null || below === 0 ? null : -below)),
  ];
}
