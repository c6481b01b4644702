import fc from 'fast-check';
import { expect, it } from 'vitest';
import { useDatabase } from '../testing/test-database.ts';
import { freeDestination } from './index.ts';
import { Crash, type DeliveryWorld, dayMs, hourMs, openWorld } from './testing/delivery-world.ts';
import { inTransaction } from './transaction.ts';

const database = useDatabase();

const faults = fc.oneof(
  fc.record({
    kind: fc.constant('status' as const),
    status: fc.constantFrom(400, 401, 403, 404, 409, 429, 500, 503),
    method: fc.constantFrom('GET', 'POST'),
  }),
  fc.record({
    kind: fc.constantFrom('reset' as const, 'reset_after_accept' as const, 'html' as const),
    method: fc.constantFrom('GET', 'POST'),
  }),
  fc.record({ kind: fc.constant('timeout_after_accept' as const), method: fc.constant('POST') }),
);

const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('fault' as const), fault: faults }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      ms: fc.constantFrom(1_000, 6_000, 31_000, 11 * 60_000, 3 * hourMs, 30 * hourMs),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('tick' as const), processes: fc.integer({ min: 1, max: 3 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('crash' as const),
      when: fc.constantFrom('before' as const, 'after' as const),
      nth: fc.integer({ min: 1, max: 3 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('add' as const), count: fc.integer({ min: 1, max: 6 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('free' as const) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** What happens to one destination: its conversions are numbered on. */
class Story {
  readonly #world: DeliveryWorld;
  readonly #destinationId: string;
  #added = 0;

  constructor(world: DeliveryWorld, destinationId: string) {
    this.#world = world;
    this.#destinationId = destinationId;
  }

  async play(step: Step): Promise<void> {
    const world = this.#world;
    switch (step.do) {
      case 'fault':
        return world.simulator.inject(step.fault);
      case 'wait':
        return world.advance(step.ms);
      case 'tick':
        await Promise.all(Array.from({ length: step.processes }, () => world.delivery().tick()));
        return;
      case 'crash':
        await world.dyingDelivery(step.when, step.nth).tick().catch(swallowCrash);
        return;
      case 'add':
        return this.add(step.count);
      case 'free':
        return this.free();
    }
  }

  async add(count: number): Promise<void> {
    for (let index = 0; index < count; index += 1) {
      this.#added += 1;
      await this.#world.outbox.add({
        destinationId: this.#destinationId,
        idValue: String(this.#added),
        idKind: this.#added % 3 === 0 ? 'Yclid' : 'ClientId',
        deadlineInMs: this.#added % 5 === 0 ? dayMs : 20 * dayMs,
        dueInMs: 300_000,
      });
    }
  }

  /** The owner repairs it. */
  async free(): Promise<void> {
    const key = { projectId: '1', destinationId: this.#destinationId };
    await inTransaction(this.#world.pool, (client) => freeDestination(client, key, this.#world.nowMs));
  }

  /** The faults are over at some time, and the owner has repaired what only an owner can. */
  async end(): Promise<void> {
    for (let rounds = 0; rounds < 50; rounds += 1) {
      await this.#world.run(this.#world.delivery());
      if ((await this.#world.outbox.states()).pending === undefined) return;
      await this.free();
    }
  }

  async judge(): Promise<void> {
    const taken = this.#world.taken();
    const conversions = await this.#world.outbox.conversions();
    expect(conversions).toHaveLength(this.#added);
    for (const conversion of conversions) {
      const times = taken[conversion.id_value] ?? 0;
      expect({ ...conversion, times }).toSatisfy(isRightEnd);
    }
  }
}

function isRightEnd(end: { readonly state: string; readonly reason: string | null; readonly times: number }): boolean {
  switch (end.state) {
    case 'accepted':
    case 'confirmed':
      return end.times === 1;
    case 'expired':
    case 'failed':
      return end.times === 0 && end.reason !== null;
    case 'uncertain':
      return end.times <= 1 && end.reason !== null;
    default:
      return false;
  }
}

function swallowCrash(error: unknown): void {
  if (!(error instanceof Crash)) throw error;
}

it('whatever happens, every conversion arrives once or ends with a reason', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 25 }), async (steps) => {
      const world = await openWorld(database.pool, {
        platform: { batchSizeMax: 4 },
        timeoutMs: 100,
        processingSeconds: 1800,
      });
      const story = new Story(world, await world.outbox.addDestination());
      await story.add(5);
      for (const next of steps) await story.play(next);
      await story.end();
      await story.judge();
    }),
    { numRuns: 50 },
  );
}, 300_000);
