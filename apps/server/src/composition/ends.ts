import { atMost } from './at-most.ts';

/**
 * The stages of a stop, one after the other, whatever order the parts were started in. None of what is in one stage waits for another of
 * it, so it ends side by side: a database that is gone is waited for once, and not by each part in turn. A stop is promised to take ten
 * seconds: so many milliseconds after its begin a stage is over, and what hangs in it is left alone.
 */
const stages = [
  /** Calls of others are answered, calls to others wait for their answers, and none begins: whoever is slow, all have the same seconds. */
  { name: 'calls', untilMs: 7_000 },
  /** What was accepted goes to disk; what runs by itself comes to a rest. */
  { name: 'work', untilMs: 8_500 },
  /** Nothing can be lost any more. */
  { name: 'connections', untilMs: 9_000 },
  /** An embedded PostgreSQL must not be left behind. */
  { name: 'database', untilMs: Number.POSITIVE_INFINITY },
] as const;

export type Stage = (typeof stages)[number]['name'];
type End = () => Promise<void>;

/** Milliseconds that only grow, and a wait that is cut; tests have their own. */
export interface StopClock {
  now(): number;
  atMost(ms: number, work: Promise<unknown>): Promise<void>;
}

/** How the parts end. Each puts its own end in as soon as there is something to end, so that a start that fails half-way leaves nothing behind. */
export class Ends {
  readonly #clock: StopClock;
  readonly #ends: { readonly stage: Stage; readonly end: End }[] = [];

  constructor(clock: StopClock = { now: () => performance.now(), atMost }) {
    this.#clock = clock;
  }

  /** What takes longer than `msMax` is left alone before its stage is over. */
  add(stage: Stage, end: End, msMax?: number): void {
    this.#ends.push({ stage, end: msMax === undefined ? end : () => this.#clock.atMost(msMax, end()) });
  }

  /** Ends everything; the first failure is thrown after that, since an embedded PostgreSQL must not be left behind for it. */
  async run(): Promise<void> {
    const begunMs = this.#clock.now();
    const ends = this.#ends.splice(0);
    const failures: unknown[] = [];
    const settled = async (end: End): Promise<void> => end().catch((error: unknown) => void failures.push(error));
    for (const { name, untilMs } of stages) {
      const all = Promise.all(ends.filter(({ stage }) => stage === name).map(({ end }) => settled(end)));
      const leftMs = begunMs + untilMs - this.#clock.now();
      await (leftMs === Number.POSITIVE_INFINITY ? all : this.#clock.atMost(leftMs, all));
    }
    if (failures.length > 0) throw failures[0];
  }
}
