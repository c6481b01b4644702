import { setTimeout as delay } from 'node:timers/promises';
import type { DeliveryOptions } from './options.ts';

/** Looks for work: everywhere (null) or for these destinations. Answers when others want to be looked at. */
type Pass = (ids: readonly string[] | null) => Promise<ReadonlyMap<string, number>>;

const sweepMs = 2_000;
// A busy server wakes it hundreds of times a second; what came together is looked for together.
const spacingMs = 50;

/** When to look for work: when woken, when something is known to become due, and everywhere at every sweep. */
export class Loop {
  readonly #pass: Pass;
  readonly #options: Pick<DeliveryOptions, 'now' | 'log'>;
  /** By destination: when it is to be looked at. */
  readonly #alarms = new Map<string, number>();
  #sweepAtMs = 0;
  #ring: () => void = () => {};
  #running: Promise<void> | null = null;
  #stopped = false;

  constructor(pass: Pass, options: Pick<DeliveryOptions, 'now' | 'log'>) {
    this.#pass = pass;
    this.#options = options;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  wake(destinationIds?: Iterable<string>): void {
    if (destinationIds === undefined) this.#sweepAtMs = 0;
    else for (const id of destinationIds) this.#alarms.set(id, 0);
    this.#ring();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#ring();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      try {
        await this.#look();
      } catch (error) {
        this.#options.log.error({ err: error }, 'the delivery could not look for work');
      }
      await this.#sleep();
    }
  }

  async #look(): Promise<void> {
    const nowMs = this.#options.now();
    const sweeps = this.#sweepAtMs <= nowMs;
    const due = [...this.#alarms].filter(([, atMs]) => atMs <= nowMs).map(([id]) => id);
    if (sweeps) this.#sweepAtMs = nowMs + sweepMs;
    else if (due.length === 0) return;
    // Before the pass: what is woken while it looks is looked at again.
    for (const id of sweeps ? this.#alarms.keys() : due) this.#alarms.delete(id);
    const later = await this.#pass(sweeps ? null : due);
    for (const [id, atMs] of later) this.#alarms.set(id, Math.min(atMs, this.#alarms.get(id) ?? atMs));
  }

  /** A little at least, then until the next alarm or ring. A ring before that is not lost: it has set an alarm. */
  async #sleep(): Promise<void> {
    await delay(spacingMs);
    const ms = Math.min(this.#sweepAtMs, ...this.#alarms.values()) - this.#options.now();
    if (ms <= 0 || this.#stopped) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, Math.min(ms, sweepMs));
      this.#ring = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#ring = () => {};
  }
}
