/** How long a bucket of counts is, and how the name of its table ends. */
interface Span {
  readonly ms: number;
  readonly suffix: string;
}

/** From the shortest on, which is a quarter of an hour; each is a whole number of the one before. */
export type Spans = readonly [Span, Span, Span];

export const quarterMs = 900_000;
const hourMs = 3_600_000;
const dayMs = 86_400_000;

/**
 * Counts are kept by quarter of an hour, by hour and by day, each in a table of its own whose name ends as given here. Days and hours
 * are those of UTC, so they hold in every time zone: a period of any zone is cut into whole days, hours where it begins or ends within a
 * day, and quarters where it does so within an hour (zones at +5:30 and +5:45).
 */
export const rollupSpans: Spans = [
  { ms: quarterMs, suffix: '' },
  { ms: hourMs, suffix: '_by_hour' },
  { ms: dayMs, suffix: '_by_day' },
];

/**
 * Counts by labels have many rows for each bucket: there an hour has hardly fewer of them than its quarters, and it is half a year of days
 * that is too much to read.
 */
export const labelSpans: Spans = [
  { ms: quarterMs, suffix: '' },
  { ms: dayMs, suffix: '_by_day' },
  { ms: 16 * dayMs, suffix: '_by_16_days' },
];

export function spanStart(atMs: number, spanMs: number): number {
  return Math.floor(atMs / spanMs) * spanMs;
}
