import { describe, expect, it, onTestFinished } from 'vitest';
import { useDatabase } from '../testing/test-database.ts';
import { CallFailed, type Delivery, type DeliveryOptions } from './index.ts';
import { type DeliveryWorld, openWorld } from './testing/delivery-world.ts';
import { numbered } from './testing/outbox.ts';

const database = useDatabase();

/** A delivery that runs by itself, so by the real clock. */
function start(world: DeliveryWorld, changes: Partial<DeliveryOptions> = {}): Delivery {
  const delivery = world.delivery({ now: Date.now, pollSeconds: 0, ...changes });
  delivery.start();
  onTestFinished(() => delivery.stop());
  return delivery;
}

async function openRealWorld(): Promise<DeliveryWorld> {
  const world = await openWorld(database.pool);
  world.advanceTo(Date.now());
  return world;
}

const soon = { interval: 20 };

describe('a running delivery', () => {
  it('is woken for one destination and goes on to its verdict by itself', async () => {
    const world = await openRealWorld();
    const delivery = start(world);
    const destinationId = await world.outbox.addDestination();
    await world.outbox.add(...numbered(destinationId, 2));
    delivery.wake([destinationId]);
    await expect.poll(() => world.outbox.states(), soon).toEqual({ confirmed: 2 });
  });

  it('finds what nobody told of', async () => {
    const world = await openRealWorld();
    start(world);
    await world.outbox.add(...numbered(await world.outbox.addDestination(), 1));
    await expect.poll(() => world.outbox.states(), soon).toEqual({ confirmed: 1 });
  });

  it('takes what becomes due while it is sending', async () => {
    const world = await openRealWorld();
    const { call } = world.options();
    const destinationId = await world.outbox.addDestination();
    await world.outbox.add(...numbered(destinationId, 1));
    let calls = 0;
    const delivery = start(world, {
      call: async (request) => {
        calls += 1;
        if (calls === 1) {
          await world.outbox.add(...numbered(destinationId, 1, 2));
          delivery.wake([destinationId]);
        }
        return call(request);
      },
    });
    await expect.poll(() => world.outbox.states(), soon).toEqual({ confirmed: 2 });
  });

  it('goes on where one destination has a defect, and tells of it', async () => {
    const world = await openRealWorld();
    const { call } = world.options();
    const broken = await world.outbox.addDestination({ counter_id: '1', oauth_token: 'y0_TEST' });
    const healthy = await world.outbox.addDestination();
    await world.outbox.add({ destinationId: broken, idValue: '1' }, { destinationId: healthy, idValue: '2' });
    const errors: object[] = [];
    start(world, {
      call: (request) =>
        request.url.includes('/counter/1/') ? Promise.reject(new TypeError('defect')) : call(request),
      log: { warn() {}, error: (fields) => errors.push(fields) },
    });
    await expect.poll(() => world.outbox.states(), soon).toEqual({ confirmed: 1, pending: 1 });
    expect(errors).toMatchObject([{ destinationId: broken }]);
  });

  it('survives a database that is away for a while', async () => {
    const world = await openRealWorld();
    await world.outbox.add(...numbered(await world.outbox.addDestination(), 1));
    let broken = true;
    const errors: string[] = [];
    const pool = new Proxy(world.pool, {
      get: (target, name) =>
        name === 'connect' && broken ? () => Promise.reject(new Error('away')) : Reflect.get(target, name).bind(target),
    });
    const delivery = start(world, { pool, log: { warn() {}, error: (_, message) => errors.push(message) } });
    await expect.poll(() => errors.length, soon).toBeGreaterThan(0);
    broken = false;
    delivery.wake();
    await expect.poll(() => world.outbox.states(), soon).toEqual({ confirmed: 1 });
  });
});

describe('a stopped delivery', () => {
  it('lets the call under way end and stores its outcome, and begins no other', async () => {
    const world = await openRealWorld();
    const { call } = world.options();
    const destinationId = await world.outbox.addDestination();
    await world.outbox.add({ destinationId, idValue: '1' }, { destinationId, idValue: '2', idKind: 'Yclid' });
    const called = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<void>();
    const delivery = start(world, {
      call: async (request) => {
        called.resolve();
        await gate.promise;
        return call(request);
      },
    });
    await called.promise;
    const stopped = delivery.stop();
    gate.resolve();
    await stopped;
    expect(world.simulator.requests()).toHaveLength(1);
    expect((await world.outbox.batches()).map(({ state }) => state)).toEqual(['verdict_due']);
  });

  it('leaves what was not begun to the next', async () => {
    const world = await openRealWorld();
    await start(world).stop();
    await world.outbox.add(...numbered(await world.outbox.addDestination(), 1));
    const offline = start(world, { call: () => Promise.reject(new CallFailed(false, 'ECONNREFUSED')) });
    await offline.stop();
    world.advanceTo(Date.now() + 60_000);
    await world.run(world.delivery());
    expect(await world.outbox.states()).toEqual({ confirmed: 1 });
  });
});
