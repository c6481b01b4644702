/** So many records in one transaction: callers wait for each other's commits. */
export const manyRecords = 8;
/** What counts is about the last second. */
const memoryMs = 500;

/**
 * How much of the last moments the writer spent on batches of many callers, 0 to 1: near 1 the callers are held back by nothing but this
 * process and its database. Counted once for each batch, so it costs nothing.
 */
export class WriterLoad {
  #share = 0;
  #untilMs = 0;

  /** A batch of so many records took from `startedMs` to `endedMs`, of a clock that only grows. */
  worked(records: number, startedMs: number, endedMs: number): void {
    this.#share = this.at(records < manyRecords ? endedMs : startedMs);
    if (records >= manyRecords) this.#share = 1 - (1 - this.#share) * decay(endedMs - startedMs);
    this.#untilMs = endedMs;
  }

  at(nowMs: number): number {
    return this.#share * decay(nowMs - this.#untilMs);
  }
}

function decay(ms: number): number {
  return Math.exp(-Math.max(ms, 0) / memoryMs);
}
