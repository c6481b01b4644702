/**
 * Counts are kept by quarter of an hour, by hour and by day, each in a table of its own whose name ends as given here. Days and hours
 * are those of UTC, so they hold in every time zone: a period of any zone is cut into whole days, hours where it begins or ends within a
 * day, and quarters where it does so within an hour (zones at +5:30 and +5:45).
 */
export const rollupSpans = [
  { ms: 900_000, suffix: '' },
  { ms: 3_600_000, suffix: '_by_hour' },
  { ms: 86_400_000, suffix: '_by_day' },
] as const;

export const quarterMs = rollupSpans[0].ms;

export function spanStart(atMs: number, spanMs: number): number {
  return Math.floor(atMs / spanMs) * spanMs;
}
