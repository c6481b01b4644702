/** Several series over the same places, such as days: at most eight, each with a colour of its own. */
export interface Lines {
  readonly places: ReadonlyArray<{
    readonly label: string;
    /** In full, for the tooltip and the table. */
    readonly title: string;
    /** It is still going on. */
    readonly unfinished: boolean;
  }>;
  readonly series: ReadonlyArray<{
    readonly key: string;
    readonly name: string;
    /** One for each place; null: not known. */
    readonly values: readonly (number | null)[];
  }>;
  readonly write: (value: number) => string;
  readonly writeShort: (value: number) => string;
}

export const linesMax = 8;

type Column = (number | null)[];

/** Columns of the plot: places, the finished part of each series, then the parts that still go on, each with the point before it. */
export function toLineColumns({ places, series }: Pick<Lines, 'places' | 'series'>): [number[], ...Column[]] {
  const firstUnfinished = places.findIndex(({ unfinished }) => unfinished);
  const end = firstUnfinished < 0 ? places.length : firstUnfinished;
  const part = (keep: (index: number) => boolean): Column[] =>
    series.map(({ values }) => places.map((_, index) => (keep(index) ? (values[index] ?? null) : null)));
  return [
    places.map((_, index) => index),
    ...part((index) => index < end),
    ...part((index) => end < places.length && (index === end - 1 || index === end)),
  ];
}
