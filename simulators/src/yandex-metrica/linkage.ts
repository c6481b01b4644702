import type { Conversion } from './conversion-file.ts';
import type { Counter } from './counters.ts';

const WINDOW_MS = 21 * 86_400_000;

export interface Linkage {
  readonly linked: number;
  readonly userNotFound: number;
  readonly goalNotFound: number;
}

/**
 * What processing makes of the rows. Each row counts once, and the goal is asked first: a wrong goal is an error of the
 * settings and must not hide behind unknown visitors. The platform's window runs from the visitor's last visit to the
 * processing (adplatforms.md §2.2); the stand-in has no visits, so the conversion's own time stands for the visit.
 */
export function linkRows(rows: readonly Conversion[], counter: Counter, processedMs: number): Linkage {
  const count = { linked: 0, userNotFound: 0, goalNotFound: 0 };
  for (const row of rows) count[verdictOf(row, counter, processedMs)] += 1;
  return count;
}

function verdictOf(row: Conversion, counter: Counter, processedMs: number): keyof Linkage {
  if (!counter.goals.has(row.target)) return 'goalNotFound';
  const isLate = processedMs - row.dateTime * 1000 > WINDOW_MS;
  const isKnown = row.ids.some(({ value }) => counter.knows(value));
  return isKnown && !isLate ? 'linked' : 'userNotFound';
}
