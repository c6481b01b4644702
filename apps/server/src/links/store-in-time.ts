import type { ClickRecord } from '../ingest/records.ts';

/** Stores a click and tells null once it is on disk, or why it is not stored. */
export type StoreClick = (click: ClickRecord, tell: (error: Error | null) => void) => void;

/** A visitor never waits longer for the storage: past this the plain target is better than no page. */
const storedWithinMs = 1_500;
const lookMs = 50;

interface Wait {
  readonly untilMs: number;
  tell: ((stored: boolean) => void) | null;
}

// One clock looks after all visitors: a timer for each of them costs more than everything else here.
let waits: Wait[] = [];
let clock: NodeJS.Timeout | null = null;

/**
 * Tells once whether the click of a visit that began at `begunMs` (of `performance.now()`) was on disk in time. A storage that is away is no
 * reason to keep a visitor from the bot. What comes too late is stored all the same.
 */
export function storeInTime(
  storeClick: StoreClick,
  click: ClickRecord,
  begunMs: number,
  tell: (stored: boolean) => void,
): void {
  const wait: Wait = { untilMs: begunMs + storedWithinMs, tell };
  waits.push(wait);
  clock ??= setInterval(look, lookMs);
  storeClick(click, (error) => end(wait, error === null));
}

function end(wait: Wait, stored: boolean): void {
  const { tell } = wait;
  wait.tell = null;
  tell?.(stored);
}

function look(): void {
  const nowMs = performance.now();
  const [late, waiting] = [[] as Wait[], [] as Wait[]];
  for (const wait of waits) if (wait.tell !== null) (wait.untilMs <= nowMs ? late : waiting).push(wait);
  waits = waiting;
  if (waits.length === 0 && clock !== null) {
    clearInterval(clock);
    clock = null;
  }
  for (const wait of late) end(wait, false);
}
