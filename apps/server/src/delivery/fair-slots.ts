import { FairLine } from './fair-line.ts';

/** So many tasks at once; those that wait are taken in turn by whose they are. */
export class FairSlots {
  #free: number;
  readonly #line = new FairLine();

  constructor(count: number) {
    this.#free = count;
  }

  async run<T>(owner: string, task: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#line.add(owner, resolve));
    try {
      return await task();
    } finally {
      // The slot goes over to the next in turn, if there is one.
      if (!this.#line.next()) this.#free += 1;
    }
  }
}
