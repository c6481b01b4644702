import { describe, expect, it } from 'vitest';
import type { Destination } from '../destinations/destination.ts';
import { yandexMetrica } from '../destinations/yandex-metrica.ts';
import { useDatabase } from '../testing/test-database.ts';
import { Crash, openWorld } from './testing/delivery-world.ts';
import { numbered } from './testing/outbox.ts';

const database = useDatabase();

describe('a process that dies', () => {
  it.each([
    ['between its claim and the call', 'before', { sent: 1, looked: 1 }],
    ['after the call, before it stored the answer', 'after', { sent: 0, looked: 1 }],
  ] as const)('%s leaves nothing lost and nothing told twice', async (_, when, expected) => {
    const world = await openWorld(database.pool);
    await world.outbox.add(...numbered(await world.outbox.addDestination(), 3));
    const startedMs = world.nowMs;
    await expect(world.dyingDelivery(when).tick()).rejects.toThrow(Crash);

    const next = world.delivery();
    // Until the lease is over the dead process may as well be a slow one.
    const { sent, looked, nextAtMs } = await next.tick();
    expect([sent, looked]).toEqual([0, 0]);
    expect(nextAtMs).toBe(startedMs + 30_000);
    world.advanceTo(nextAtMs ?? 0);
    expect(await next.tick()).toMatchObject(expected);
    await world.run(next);
    expect(world.taken()).toEqual({ '1': 1, '2': 1, '3': 1 });
    expect(await world.outbox.states()).toEqual({ confirmed: 3 });
  });

  it('while it looks for a batch, or between that and sending it again, leaves it to the next', async () => {
    const world = await openWorld(database.pool);
    await world.outbox.add(...numbered(await world.outbox.addDestination(), 1));
    world.simulator.inject({ kind: 'reset', method: 'POST' });
    await world.delivery().tick();
    for (const nth of [1, 2]) {
      world.advance(60_000);
      await expect(world.dyingDelivery('before', nth).tick()).rejects.toThrow(Crash);
    }
    await world.run(world.delivery());
    expect(world.taken()).toEqual({ '1': 1 });
    expect(await world.outbox.states()).toEqual({ confirmed: 1 });
  });

  it('while it asks for verdicts leaves them to the next', async () => {
    const world = await openWorld(database.pool);
    await world.outbox.add(...numbered(await world.outbox.addDestination(), 1));
    await world.delivery().tick();
    world.advance(600_000);
    await expect(world.dyingDelivery('after').tick()).rejects.toThrow(Crash);
    await world.run(world.delivery());
    expect(await world.outbox.states()).toEqual({ confirmed: 1 });
  });
});

describe('a process that was away for longer than its lease', () => {
  it('asks before it sends what its successor may have sent', async () => {
    const platform: Destination = yandexMetrica;
    let sleepMs = 60_000;
    const world = await openWorld(database.pool, {
      platform: {
        // The machine sleeps between the claim and the call.
        send: (batch, settings, baseUrl) => {
          world.advance(sleepMs);
          sleepMs = 0;
          return platform.send(batch, settings, baseUrl);
        },
      },
    });
    await world.outbox.add(...numbered(await world.outbox.addDestination(), 1));
    await world.delivery().tick();
    expect(world.simulator.requests()[0]).toMatchObject({ method: 'GET' });
    await world.run(world.delivery());
    expect(world.taken()).toEqual({ '1': 1 });
  });

  it('does not overwrite what its successor found out', async () => {
    const world = await openWorld(database.pool);
    await world.outbox.add(...numbered(await world.outbox.addDestination(), 1));
    const { call } = world.options();
    const slow = world.delivery({
      call: async (request) => {
        const answer = await call(request);
        world.advance(60_000);
        await world.delivery().tick();
        // The answer comes at last, and a proxy has made a refusal of it.
        return { ...answer, status: 409 };
      },
    });
    await slow.tick();
    expect(await world.outbox.states()).toEqual({ accepted: 1 });
    await world.run(world.delivery());
    expect(world.taken()).toEqual({ '1': 1 });
    expect(await world.outbox.states()).toEqual({ confirmed: 1 });
  });
});

it('several processes on one database tell everything once', async () => {
  const world = await openWorld(database.pool, { platform: { batchSizeMax: 7 } });
  const destinations = [await world.outbox.addDestination(), await world.outbox.addDestination()] as const;
  await world.outbox.add(...numbered(destinations[0], 100), ...numbered(destinations[1], 100, 1001));
  const processes = [world.delivery(), world.delivery(), world.delivery()];
  for (const waitMs of [0, 10_000, 60_000, 600_000, 900_000]) {
    world.advance(waitMs);
    await Promise.all(processes.map((delivery) => delivery.tick()));
  }
  expect(Object.values(world.taken())).toEqual(Array.from({ length: 200 }, () => 1));
  expect(await world.outbox.states()).toEqual({ confirmed: 200 });
});
