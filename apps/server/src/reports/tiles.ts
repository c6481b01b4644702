import { quarterMs, rollupSpans, spanStart } from '../domain/rollup-spans.ts';

/** A stretch of time; `toMs` is not part of it. */
export interface Interval {
  readonly fromMs: number;
  readonly toMs: number;
}

/** A run of whole rollup buckets of one span. */
export interface Tile extends Interval {
  readonly spanMs: number;
  /** Number of the interval it is a part of. */
  readonly label: number;
  /** How many of the cuts lie at or before it. */
  readonly segment: number;
}

const spansMs = rollupSpans.map(({ ms }) => ms).toReversed();

/**
 * Covers intervals with as few buckets as there are: days of UTC where they fit, hours and quarters of an hour at the edges. That is what
 * makes a report of any zone cost the rows it shows. Cuts (ascending) split intervals further, so that parts of them can be told apart.
 */
export function tile(intervals: readonly Interval[], cutsMs: readonly number[] = []): Tile[] {
  return intervals.flatMap((interval, label) =>
    split(interval, cutsMs).flatMap((piece) => {
      const segment = cutsMs.filter((cut) => cut <= piece.fromMs).length;
      return cover(piece, 0).map((run) => ({ ...run, label, segment }));
    }),
  );
}

function split({ fromMs, toMs }: Interval, cutsMs: readonly number[]): Interval[] {
  const bounds = [fromMs, ...cutsMs.filter((cut) => cut > fromMs && cut < toMs), toMs];
  return bounds.slice(1).map((end, index) => ({ fromMs: bounds[index] ?? fromMs, toMs: end }));
}

/** The middle by the longest span that fits, what is left on both sides by shorter ones. */
function cover({ fromMs, toMs }: Interval, from: number): Array<Interval & { readonly spanMs: number }> {
  const spanMs = spansMs[from];
  if (spanMs === undefined || fromMs >= toMs) return [];
  const startMs = Math.ceil(fromMs / spanMs) * spanMs;
  const endMs = spanStart(toMs, spanMs);
  if (startMs >= endMs) return cover({ fromMs, toMs }, from + 1);
  return [
    ...cover({ fromMs, toMs: startMs }, from + 1),
    { fromMs: startMs, toMs: endMs, spanMs },
    ...cover({ fromMs: endMs, toMs }, from + 1),
  ];
}

/** Counts are known by quarter of an hour: the moment itself, or the last one before it. */
export function quarterBefore(atMs: number): number {
  return spanStart(atMs, quarterMs);
}

export function quarterAfter(atMs: number): number {
  return Math.ceil(atMs / quarterMs) * quarterMs;
}
