const windowMs = 60_000;
const keysMax = 10_000;

/** At most so many reports a clock minute and key in this process: one is worth many calls of the API. */
export class CallWindow {
  readonly #callsMax: number;
  readonly #now: () => number;
  readonly #calls = new Map<string, number>();
  #window = 0;

  constructor(callsMax: number, now: () => number) {
    this.#callsMax = callsMax;
    this.#now = now;
  }

  /** Seconds to wait; 0: it may go on. */
  take(key: string): number {
    const nowMs = this.#now();
    const window = Math.floor(nowMs / windowMs);
    if (window !== this.#window || this.#calls.size > keysMax) {
      this.#calls.clear();
      this.#window = window;
    }
    const calls = this.#calls.get(key) ?? 0;
    if (calls >= this.#callsMax) return Math.ceil(((window + 1) * windowMs - nowMs) / 1000);
    this.#calls.set(key, calls + 1);
    return 0;
  }
}
