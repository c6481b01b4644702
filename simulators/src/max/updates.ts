interface Waiting {
  readonly sequence: number;
  readonly update: object & { readonly timestamp: number; readonly update_type: string };
}

const lifeMs = 8 * 3_600_000;

/** Updates of one bot for its long poll. All before a marker are committed by the call that carries it. */
export class MaxUpdates {
  readonly #now: () => number;
  #sequence = 1;
  #waiting: Waiting[] = [];
  #waiters = new Set<() => void>();

  constructor(now: () => number) {
    this.#now = now;
  }

  get size(): number {
    return this.#alive().length;
  }

  add(update: Waiting['update']): void {
    this.#waiting.push({ sequence: this.#sequence, update });
    this.#sequence += 1;
    this.wake();
  }

  commitBefore(marker: number): void {
    this.#waiting = this.#waiting.filter(({ sequence }) => sequence >= marker);
  }

  /** Kinds that nobody asked for are passed over, and committed with the rest. */
  read(limit: number, types: readonly string[] | null): { updates: readonly object[]; marker: number } {
    const wanted = this.#alive().filter(({ update }) => types === null || types.includes(update.update_type));
    const page = wanted.slice(0, limit);
    const last = wanted.length > limit ? page.at(-1)?.sequence : this.#sequence - 1;
    return { updates: page.map(({ update }) => update), marker: (last ?? this.#sequence - 1) + 1 };
  }

  next(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        this.#waiters.delete(end);
        signal.removeEventListener('abort', end);
        resolve();
      };
      if (signal.aborted) return resolve();
      signal.addEventListener('abort', end, { once: true });
      this.#waiters.add(end);
    });
  }

  wake(): void {
    for (const end of [...this.#waiters]) end();
  }

  #alive(): readonly Waiting[] {
    this.#waiting = this.#waiting.filter(({ update }) => update.timestamp + lifeMs > this.#now());
    return this.#waiting;
  }
}
