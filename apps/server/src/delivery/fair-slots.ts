/**
 * So many tasks at once. Those that wait are taken in turn by whose they are, and of one owner's in the order in which they came: who
 * has many waiting waits for everybody else's one, not the other way round.
 */
export class FairSlots {
  #free: number;
  /** By owner, in the order of their turns. */
  readonly #waiting = new Map<string, Array<() => void>>();

  constructor(count: number) {
    this.#free = count;
  }

  async run<T>(owner: string, task: () => Promise<T>): Promise<T> {
    await this.#enter(owner);
    try {
      return await task();
    } finally {
      this.#leave();
    }
  }

  async #enter(owner: string): Promise<void> {
    if (this.#free > 0) {
      this.#free -= 1;
      return;
    }
    await new Promise<void>((resolve) => {
      const line = this.#waiting.get(owner);
      if (line === undefined) this.#waiting.set(owner, [resolve]);
      else line.push(resolve);
    });
  }

  /** The slot goes over to the next in turn, if there is one; its owner's next turn comes after everybody else's. */
  #leave(): void {
    const [turn] = this.#waiting;
    if (turn === undefined) {
      this.#free += 1;
      return;
    }
    const [owner, line] = turn;
    const next = line.shift();
    this.#waiting.delete(owner);
    if (line.length > 0) this.#waiting.set(owner, line);
    next?.();
  }
}
