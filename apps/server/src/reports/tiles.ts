import { quarterMs, rollupSpans, type Spans, spanStart } from '../domain/rollup-spans.ts';

/** A stretch of time between quarters of an hour; `toMs` is not part of it. */
export interface Interval {
  readonly fromMs: number;
  readonly toMs: number;
}

/** What a tile is a part of. */
export interface Use {
  /** Number of the interval. */
  readonly label: number;
  /** How many of the cuts lie at or before that part of the interval. */
  readonly segment: number;
  /** Whether it is added or taken away. */
  readonly sign: 1 | -1;
}

/** A run of whole rollup buckets of one span. It is read once, however many intervals it is used for. */
export interface Tile extends Interval {
  readonly spanMs: number;
  readonly uses: readonly Use[];
}

interface Run extends Interval {
  readonly spanMs: number;
  readonly sign: 1 | -1;
}

/**
 * Covers intervals with few buckets, which is what makes a report of any zone cost the rows it shows. Counts can be taken away as well as
 * added: a day of Moscow is the day of UTC, and the three hours before it, less the last three of its own; and what is taken away from one
 * day is what is added to the next. Cuts (ascending) split intervals further, so that parts of them can be told apart.
 */
export function tile(
  intervals: readonly Interval[],
  cutsMs: readonly number[] = [],
  spans: Spans = rollupSpans,
): Tile[] {
  const spansMs = spans.map(({ ms }) => ms).toReversed();
  const tiles = new Map<string, Tile & { readonly uses: Use[] }>();
  for (const [label, interval] of intervals.entries()) {
    for (const piece of split(interval, cutsMs)) {
      const segment = cutsMs.filter((cut) => cut <= piece.fromMs).length;
      for (const { sign, ...run } of cover(piece, spansMs)) {
        const key = `${run.spanMs} ${run.fromMs} ${run.toMs}`;
        const known = tiles.get(key) ?? { ...run, uses: [] };
        known.uses.push({ label, segment, sign });
        tiles.set(key, known);
      }
    }
  }
  return [...tiles.values()];
}

function split({ fromMs, toMs }: Interval, cutsMs: readonly number[]): Interval[] {
  const bounds = [fromMs, ...cutsMs.filter((cut) => cut > fromMs && cut < toMs), toMs];
  return bounds.slice(1).map((end, index) => ({ fromMs: bounds[index] ?? fromMs, toMs: end }));
}

/** By the longest span between its bounds nearest to the edges, and the edges by shorter ones; or by shorter ones altogether. */
function cover(interval: Interval, spansMs: readonly number[]): Run[] {
  const { fromMs, toMs } = interval;
  const [spanMs, ...shorterMs] = spansMs;
  if (spanMs === undefined || fromMs >= toMs) return [];
  if (spanMs === quarterMs) return [{ ...interval, spanMs, sign: 1 }];
  const shorter = cover(interval, shorterMs);
  const startMs = nearest(fromMs, spanMs);
  const endMs = nearest(toMs, spanMs);
  if (startMs >= endMs) return shorter;
  const edges = [
    ...cover({ fromMs, toMs: startMs }, shorterMs),
    ...cover({ fromMs: startMs, toMs: fromMs }, shorterMs).map(opposite),
    ...cover({ fromMs: endMs, toMs }, shorterMs),
    ...cover({ fromMs: toMs, toMs: endMs }, shorterMs).map(opposite),
  ];
  // An edge is mostly that of a neighbour too.
  const cost = (endMs - startMs) / spanMs + bucketsOf(edges) / 2;
  return cost < bucketsOf(shorter) ? [{ fromMs: startMs, toMs: endMs, spanMs, sign: 1 }, ...edges] : shorter;
}

function opposite(run: Run): Run {
  return { ...run, sign: run.sign === 1 ? -1 : 1 };
}

function bucketsOf(runs: readonly Run[]): number {
  return runs.reduce((sum, { fromMs, toMs, spanMs }) => sum + (toMs - fromMs) / spanMs, 0);
}

function nearest(atMs: number, spanMs: number): number {
  return spanStart(atMs + spanMs / 2, spanMs);
}

/** Counts are known by quarter of an hour: the moment itself, or the last one before it. */
export function quarterBefore(atMs: number): number {
  return spanStart(atMs, quarterMs);
}

export function quarterAfter(atMs: number): number {
  return Math.ceil(atMs / quarterMs) * quarterMs;
}
