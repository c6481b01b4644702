// Source: reference/adplatforms.md §7.3, in seconds.
const steps = [5, 30, 120, 600, 1_800, 7_200, 18_000, 36_000, 50_400, 86_400] as const;
const jitter = 0.2;

/** How long to wait after that many failures (from 1), in milliseconds, ±20 % so that what failed together does not return together. */
export function backoffMs(failures: number, random: () => number, schedule: readonly number[] = steps): number {
  const seconds = schedule[Math.min(Math.max(failures, 1), schedule.length) - 1] ?? steps[0];
  return Math.round(seconds * 1000 * (1 - jitter + 2 * jitter * random()));
}

const pauseMsMax = 15 * 60_000;

/**
 * How long a whole destination rests after calls that failed in a row: new batches then do not run against a wall one by one,
 * and a batch that is late in its own backoff does not hold up the others for hours.
 */
export function pauseMs(failures: number, random: () => number): number {
  return Math.min(backoffMs(failures, random), pauseMsMax);
}
