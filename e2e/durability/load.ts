import { setTimeout as delay } from 'node:timers/promises';
import { HttpCaller } from './http-caller.ts';
import type { Ledger } from './ledger.ts';
import { seededRandom } from './random.ts';
import { type Addresses, Sender } from './sender.ts';
import { tellStory } from './story.ts';

export interface LoadOptions {
  readonly addresses: Addresses;
  readonly ledger: Ledger;
  readonly seed: number;
  readonly senders: number;
  /** Longest pause of a sender between two stories: bounds what a run costs the machine. */
  readonly pauseMsMax: number;
}

interface Waiting {
  readonly server: string | null;
  readonly sinceMs: number;
  resolve(): void;
}

const hourSeconds = 3_600;

/** Stories told while something is done: some were acknowledged before, and some are afterwards. */
export async function underLoad(options: LoadOptions, disturb: () => Promise<void>): Promise<void> {
  const load = new Load(options);
  load.start();
  try {
    await load.nextAcknowledgement(null);
    await disturb();
    await load.nextAcknowledgement(null);
  } finally {
    await load.stop();
  }
}

/** Several senders that tell stories at once until they are stopped. */
export class Load {
  readonly #options: LoadOptions;
  readonly #running: Promise<void>[] = [];
  #waiting: Waiting[] = [];
  #stopped = false;

  constructor(options: LoadOptions) {
    this.#options = options;
  }

  start(): void {
    const sinceSeconds = Math.floor(Date.now() / 1000) - 2 * hourSeconds;
    for (let n = 0; n < this.#options.senders; n += 1) this.#running.push(this.#run(n, sinceSeconds));
  }

  /** Resolves when a call that was sent from now on is acknowledged, by that server or by any. */
  nextAcknowledgement(server: string | null): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push({ server, sinceMs: performance.now(), resolve });
    });
  }

  /** Resolves after so many more. */
  async acknowledgements(count: number): Promise<void> {
    for (let more = count; more > 0; more -= 1) await this.nextAcknowledgement(null);
  }

  /** Lets the stories that are under way come to their end. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#running);
  }

  async #run(n: number, sinceSeconds: number): Promise<void> {
    const { addresses, ledger, seed, pauseMsMax } = this.#options;
    const random = seededRandom(seed * 1_000 + n);
    const caller = new HttpCaller(2);
    const sender = new Sender({
      addresses,
      caller,
      ledger,
      random,
      stopped: () => this.#stopped,
      onAcknowledged: (server, sentMs) => this.#acknowledged(server, sentMs),
    });
    while (!this.#stopped) {
      await tellStory({ sender, ledger, random, sinceSeconds });
      await delay(random.whole(0, pauseMsMax));
    }
    caller.close();
  }

  #acknowledged(server: string, sentMs: number): void {
    if (this.#waiting.length === 0) return;
    const isMeant = (one: Waiting): boolean => one.sinceMs <= sentMs && (one.server === null || one.server === server);
    for (const one of this.#waiting.filter(isMeant)) one.resolve();
    this.#waiting = this.#waiting.filter((one) => !isMeant(one));
  }
}
