import { runChain } from './chain.ts';
import { type Done, nothing, total } from './done.ts';
import { expire } from './expire.ts';
import { FairSlots } from './fair-slots.ts';
import { findUrgent } from './find-urgent.ts';
import { findWork, type Work } from './find-work.ts';
import { runLanes } from './lanes.ts';
import { Loop } from './loop.ts';
import type { DeliveryOptions } from './options.ts';
import { tellOwners } from './tell-owners.ts';
import { warnOfExpiry } from './warn-of-expiry.ts';

export interface TickReport extends Done {
  /** When there is something to do next, milliseconds since 1970; null: nothing waits. */
  readonly nextAtMs: number | null;
}

// Sixteen calls at once; a few of them for destinations whose last call failed, which then wait for each other and not for them.
const healthySlots = 12;
const failingSlots = 4;
// A stop has ten seconds, and the storage wants some after this.
const stopMsMax = 7_000;

/**
 * Tells conversions to ad systems. Several processes may run it on one database: what is due is claimed row by row, and all that
 * is known stands in the database, so any of them takes over where another died (design.md §9).
 */
export class Delivery {
  readonly #options: DeliveryOptions;
  readonly #healthy = new FairSlots(healthySlots);
  readonly #failing = new FairSlots(failingSlots);
  readonly #chains = new Map<string, Promise<Done>>();
  readonly #loop: Loop;
  /** Destinations with a deadline so near that nothing is held back. */
  #urgent: ReadonlySet<string> = new Set();
  #halted = false;

  constructor(options: DeliveryOptions) {
    this.#options = options;
    this.#loop = new Loop((ids) => this.#pass(ids), options);
  }

  /** Does everything that is due at this moment and answers what that was. Throws where a call or the database has a defect. */
  async tick(): Promise<TickReport> {
    await expire(this.#options);
    await this.#seeUrgent();
    const nowMs = this.#options.now();
    const due = (await findWork(this.#options, null)).filter(({ atMs }) => atMs <= nowMs);
    // One that fails must not leave others running behind its caller's back.
    const ends = await Promise.allSettled(due.map((work) => this.#chain(work)));
    const done = ends.map((end) => {
      if (end.status === 'rejected') throw end.reason;
      return end.value;
    });
    await warnOfExpiry(this.#options);
    await tellOwners(this.#options);
    const left = await findWork(this.#options, null);
    return { ...total(done), nextAtMs: left.length === 0 ? null : Math.min(...left.map(({ atMs }) => atMs)) };
  }

  /** Begins to deliver by itself: woken by `wake`, and by a sweep every two seconds, which finds what nobody told of. */
  start(): void {
    this.#loop.start();
  }

  /** Something may be due, for these destinations or for any. Call it after the commit. */
  wake(destinationIds?: Iterable<string>): void {
    this.#loop.wake(destinationIds);
  }

  /** Lets calls that are under way end, for 7 seconds at most, and begins none. The next start finds the rest. */
  async stop(): Promise<void> {
    this.#halted = true;
    this.#options.pacing.open();
    await this.#loop.stop();
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, stopMsMax);
    });
    await Promise.race([Promise.allSettled(this.#chains.values()), tooLong]);
    clearTimeout(timer);
  }

  /** One look for work. Starts a chain for each destination with something due, and answers when the others want to be seen. */
  async #pass(ids: readonly string[] | null): Promise<ReadonlyMap<string, number>> {
    if (ids === null) {
      await expire(this.#options);
      await this.#seeUrgent();
      await warnOfExpiry(this.#options);
      await tellOwners(this.#options);
    }
    const work = await findWork(this.#options, ids);
    const nowMs = this.#options.now();
    for (const item of work) {
      if (item.atMs <= nowMs && !this.#chains.has(item.destinationId)) this.#startChain(item);
    }
    return new Map(work.filter(({ atMs }) => atMs > nowMs).map(({ destinationId, atMs }) => [destinationId, atMs]));
  }

  /** Deadlines matter only where something is held back. */
  async #seeUrgent(): Promise<void> {
    this.#urgent = this.#options.pacing.limits ? await findUrgent(this.#options) : new Set();
  }

  #startChain(work: Work): void {
    const { projectId, destinationId } = work;
    this.#chain(work).then(
      (done) => {
        // Something may have become due while it ran, when passes left it alone. One that found nothing is not asked again at once.
        if (done !== nothing) this.wake([destinationId]);
      },
      (error: unknown) => this.#options.log.error({ err: error, projectId, destinationId }, 'a delivery failed'),
    );
  }

  /** The destination's one chain in this process, of as many lanes as it takes calls at once; it waits for those of no other destination. */
  #chain(work: Work): Promise<Done> {
    const { destinationId, failures, callsAtOnce } = work;
    const running = this.#chains.get(destinationId);
    if (running !== undefined) return running;
    const slots = failures > 0 ? this.#failing : this.#healthy;
    const guard = { halted: () => this.#halted, urgent: () => this.#urgent.has(destinationId) };
    const lane = (onBusy: () => void): Promise<Done> => runChain(this.#options, work, slots, guard, onBusy);
    const chain = runLanes(callsAtOnce, lane).finally(() => this.#chains.delete(destinationId));
    this.#chains.set(destinationId, chain);
    return chain;
  }
}
