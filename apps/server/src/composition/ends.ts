import { atMost } from './at-most.ts';

/**
 * The stages of a stop, one after the other, whatever order the parts were started in. None of what is in one stage waits for another of
 * it, so it ends side by side: a database that is gone is waited for once, and not by each part in turn.
 */
const stages = [
  /** Calls of others are answered, calls to others wait for their answers, and none begins: whoever is slow, all have the same seconds. */
  'calls',
  /** What was accepted goes to disk; what runs by itself comes to a rest. */
  'work',
  /** Nothing can be lost any more: what hangs with a database that is gone is not waited for. */
  'connections',
  'database',
] as const;

export type Stage = (typeof stages)[number];
type End = () => Promise<void>;

/** How the parts end. Each puts its own end in as soon as there is something to end, so that a start that fails half-way leaves nothing behind. */
export class Ends {
  readonly #ends: { readonly stage: Stage; readonly end: End }[] = [];

  /** What takes longer than `msMax` is left alone. */
  add(stage: Stage, end: End, msMax?: number): void {
    this.#ends.push({ stage, end: msMax === undefined ? end : () => atMost(msMax, end()) });
  }

  /** Ends everything; the first failure is thrown after that, since an embedded PostgreSQL must not be left behind for it. */
  async run(): Promise<void> {
    const ends = this.#ends.splice(0);
    const failures: unknown[] = [];
    for (const stage of stages) {
      const ofStage = ends.filter((one) => one.stage === stage);
      for (const result of await Promise.allSettled(ofStage.map(({ end }) => end()))) {
        if (result.status === 'rejected') failures.push(result.reason);
      }
    }
    if (failures.length > 0) throw failures[0];
  }
}
