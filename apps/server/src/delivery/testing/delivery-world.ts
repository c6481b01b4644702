import { type CounterSettings, startYandexMetrica, type YandexMetricaSimulator } from '@otkuda/simulators';
import type pg from 'pg';
import { onTestFinished } from 'vitest';
import { readConfig } from '../../config.ts';
import type { Destination } from '../../destinations/destination.ts';
import { destinationsByType } from '../../destinations/registry.ts';
import { yandexMetrica } from '../../destinations/yandex-metrica.ts';
import { type Call, Delivery, type DeliveryOptions, httpCall, Pacing, Tokens } from '../index.ts';
import { Outbox } from './outbox.ts';

export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;

export const counter: CounterSettings = {
  id: '2215573',
  login: 'owner',
  token: 'y0_TEST',
  goals: ['start', 'purchase'],
};

export interface WorldSettings {
  readonly pollSeconds?: number;
  readonly processingSeconds?: number;
  /** Ids that the counter has visits for. */
  readonly knownIds?: readonly string[];
  readonly platform?: Partial<Destination>;
  /** Real milliseconds that a call may take: what the platform leaves unanswered costs a test that long. */
  readonly timeoutMs?: number;
}

/** A process that was killed: nothing after it runs. */
export class Crash extends Error {}

/** A database with one destination, the platform behind it, and a clock that only the test moves. */
export class DeliveryWorld {
  readonly simulator: YandexMetricaSimulator;
  readonly outbox: Outbox;
  readonly pool: pg.Pool;
  readonly #settings: WorldSettings;
  readonly #clock: { nowMs: number };

  constructor(pool: pg.Pool, simulator: YandexMetricaSimulator, clock: { nowMs: number }, settings: WorldSettings) {
    this.pool = pool;
    this.simulator = simulator;
    this.outbox = new Outbox(pool, () => clock.nowMs);
    this.#clock = clock;
    this.#settings = settings;
  }

  get nowMs(): number {
    return this.#clock.nowMs;
  }

  advance(ms: number): void {
    this.#clock.nowMs += ms;
  }

  advanceTo(ms: number): void {
    this.#clock.nowMs = Math.max(ms, this.#clock.nowMs);
  }

  options(changes: Partial<DeliveryOptions> = {}): DeliveryOptions {
    const { platform, pollSeconds = 900, timeoutMs = 30_000 } = this.#settings;
    const call: Call = (request) => httpCall({ ...request, timeoutMs });
    return {
      pool: this.pool,
      destinations: new Map([...destinationsByType, ['yandex_metrica', { ...yandexMetrica, ...platform }]]),
      openSettings: (sealed) => JSON.parse(sealed.toString()),
      openAddress: (sealed) => sealed.toString(),
      sealSettings: (settings) => Buffer.from(JSON.stringify(settings)),
      tokens: new Tokens(),
      baseUrls: {
        ...readConfig({}).baseUrls,
        yandexMetricaUrl: this.simulator.url,
        yandexOauthUrl: this.simulator.url,
      },
      call,
      callOwnersAddress: call,
      pacing: Pacing.none(),
      pollSeconds,
      now: () => this.#clock.nowMs,
      random: () => 0.5,
      log: { warn() {}, error() {} },
      ...changes,
    };
  }

  /** One process. */
  delivery(changes: Partial<DeliveryOptions> = {}): Delivery {
    return new Delivery(this.options(changes));
  }

  /** A process that dies at its n-th call, before it or after the platform has answered. */
  dyingDelivery(when: 'before' | 'after', nth = 1): Delivery {
    const { call } = this.options();
    let calls = 0;
    return this.delivery({
      call: async (request) => {
        calls += 1;
        if (calls === nth && when === 'before') throw new Crash();
        const answer = await call(request);
        if (calls === nth) throw new Crash();
        return answer;
      },
    });
  }

  /** Ticks, each time at the moment when something is next due, until nothing waits or `until` has come. */
  async run(delivery: Delivery, untilMs = this.nowMs + 30 * dayMs): Promise<void> {
    for (let ticks = 0; ticks < 500; ticks += 1) {
      const { nextAtMs } = await delivery.tick();
      if (nextAtMs === null || nextAtMs > untilMs) return;
      this.advanceTo(nextAtMs);
    }
    throw new Error('the delivery does not come to rest');
  }

  /** How often each identifier reached the platform. */
  taken(counterId = counter.id): Record<string, number> {
    const times: Record<string, number> = {};
    for (const { id } of this.simulator.accepted(counterId)) times[id] = (times[id] ?? 0) + 1;
    return times;
  }
}

/** A world of its own for a test, over the test file's database, which it empties. */
export async function openWorld(pool: pg.Pool, settings: WorldSettings = {}): Promise<DeliveryWorld> {
  const clock = { nowMs: Date.parse('2026-11-22T10:00:00Z') };
  const simulator = await startYandexMetrica({
    now: () => clock.nowMs,
    processingSeconds: settings.processingSeconds ?? 0,
    // The clock stands still within a test, so any number of requests falls into one second.
    limits: { requestsPerSecondByIpMax: Infinity },
  });
  onTestFinished(() => simulator.close());
  simulator.addCounter({ ...counter, knownIds: settings.knownIds ?? 'all' });
  const world = new DeliveryWorld(pool, simulator, clock, settings);
  await world.outbox.empty();
  return world;
}
