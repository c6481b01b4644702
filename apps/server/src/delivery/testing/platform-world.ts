import type { Fault } from '@otkuda/simulators';
import type pg from 'pg';
import { readConfig } from '../../config.ts';
import type { BaseUrlName } from '../../destinations/call-context.ts';
import { destinationsByType } from '../../destinations/registry.ts';
import { type Call, Delivery, type DeliveryOptions, httpCall, Pacing, Tokens } from '../index.ts';
import { Crash, dayMs } from './delivery-world.ts';
import { Outbox, type PendingConversion } from './outbox.ts';

/** A platform's stand-in as the delivery's tests see any of them. */
export interface TestedPlatform {
  readonly type: string;
  readonly settings: object;
  readonly target: string;
  readonly idKind: string;
  readonly baseUrls: Readonly<Partial<Record<BaseUrlName, string>>>;
  /** What ingest would have stored for the click of this number. */
  identifiers(number: string): Readonly<Record<string, string>>;
  /** Strikes the next call that sends conversions. */
  inject(fault: Fault): void;
  /** The numbers of the rows that count at the platform, as often as each does. */
  counted(): readonly string[];
  /** Calls so far that sent conversions, answered or not. */
  sends(): number;
}

export interface Clock {
  nowMs: number;
}

/** Starts a platform's stand-in for the length of a test. */
export type Open<Platform extends TestedPlatform = TestedPlatform> = (clock: Clock) => Promise<Platform>;

/** A database with destinations of one platform, its stand-in, and a clock that only the test moves. */
export class PlatformWorld<Platform extends TestedPlatform = TestedPlatform> {
  readonly platform: Platform;
  readonly outbox: Outbox;
  readonly #pool: pg.Pool;
  readonly #clock: Clock;

  constructor(pool: pg.Pool, platform: Platform, clock: Clock) {
    this.platform = platform;
    this.outbox = new Outbox(pool, () => clock.nowMs);
    this.#pool = pool;
    this.#clock = clock;
  }

  get nowMs(): number {
    return this.#clock.nowMs;
  }

  advance(ms: number): void {
    this.#clock.nowMs += ms;
  }

  addDestination(settings: object = this.platform.settings): Promise<string> {
    return this.outbox.addDestination(settings, this.platform.type);
  }

  /** Conversions with the numbers 1 to `count` of a destination that is made for them. */
  async plan(count: number, changes: Partial<PendingConversion> = {}, settings?: object): Promise<string> {
    const destinationId = await this.addDestination(settings);
    await this.add(destinationId, count, changes);
    return destinationId;
  }

  async add(destinationId: string, count: number, changes: Partial<PendingConversion> = {}): Promise<void> {
    const { platform } = this;
    const rows = Array.from({ length: count }, (_, index): PendingConversion => {
      const number = String(index + 1);
      return {
        destinationId,
        idValue: number,
        idKind: platform.idKind,
        identifiers: { id: number, ...platform.identifiers(number) },
        target: platform.target,
        ...changes,
      };
    });
    await this.outbox.add(...rows);
  }

  /** One process. What the platform leaves unanswered costs a test `timeoutMs`. */
  delivery(changes: Partial<DeliveryOptions> = {}, timeoutMs = 30_000): Delivery {
    const call: Call = (request) => httpCall({ ...request, timeoutMs });
    return new Delivery({
      pool: this.#pool,
      destinations: destinationsByType,
      openSettings: (sealed) => JSON.parse(sealed.toString()),
      openAddress: (sealed) => sealed.toString(),
      sealSettings: (settings) => Buffer.from(JSON.stringify(settings)),
      tokens: new Tokens(),
      baseUrls: { ...readConfig({}).baseUrls, ...this.platform.baseUrls },
      call,
      callOwnersAddress: call,
      pacing: Pacing.none(),
      pollSeconds: 900,
      now: () => this.#clock.nowMs,
      random: () => 0.5,
      log: { warn() {}, error() {} },
      ...changes,
    });
  }

  /** A process that dies at the first call that sends conversions, before it or after the platform has answered. */
  dyingDelivery(when: 'before' | 'after'): Delivery {
    return this.delivery({
      call: async (request) => {
        const sends = !request.url.includes('/token');
        if (sends && when === 'before') throw new Crash();
        const answer = await httpCall(request);
        if (sends) throw new Crash();
        return answer;
      },
    });
  }

  /** Ticks, each time at the moment when something is next due, until nothing waits or `untilMs` has come. */
  async run(delivery: Delivery, untilMs = this.nowMs + 30 * dayMs): Promise<void> {
    for (let ticks = 0; ticks < 500; ticks += 1) {
      const { nextAtMs } = await delivery.tick();
      if (nextAtMs === null || nextAtMs > untilMs) return;
      this.#clock.nowMs = Math.max(this.#clock.nowMs, nextAtMs);
    }
    throw new Error('the delivery does not come to rest');
  }
}

/** Empties the test file's database for a test of its own. */
export async function openPlatformWorld<Platform extends TestedPlatform>(
  pool: pg.Pool,
  open: Open<Platform>,
): Promise<PlatformWorld<Platform>> {
  const clock = { nowMs: Date.parse('2026-11-22T10:00:00Z') };
  const world = new PlatformWorld(pool, await open(clock), clock);
  await world.outbox.empty();
  return world;
}
