import { describe, expect, it } from 'vitest';
import { useDatabase } from '../testing/test-database.ts';
import { dayMs, hourMs, openWorld } from './testing/delivery-world.ts';
import { numbered } from './testing/outbox.ts';

const database = useDatabase();

describe('a verdict', () => {
  it.each([
    ['goal_not_found', { target: 'unknown goal', idValue: '7' }],
    ['user_not_found', { idValue: '8' }],
  ])('on one row is exact (%s)', async (reason, conversion) => {
    const world = await openWorld(database.pool, { knownIds: ['7'] });
    await world.outbox.add({ destinationId: await world.outbox.addDestination(), ...conversion });
    await world.run(world.delivery());
    expect(await world.outbox.conversions()).toMatchObject([{ state: 'failed', reason, response: '0 of 1 matched' }]);
  });

  it('that matches some of several leaves all of them accepted', async () => {
    const world = await openWorld(database.pool, { knownIds: ['1', '3'] });
    await world.outbox.add(...numbered(await world.outbox.addDestination(), 3));
    await world.run(world.delivery());
    const row = { state: 'accepted', reason: null, response: '2 of 3 matched' };
    expect(await world.outbox.conversions()).toMatchObject([row, row, row]);
    expect(await world.outbox.batches()).toMatchObject([{ state: 'done' }]);
  });

  it('that matches none of several fails all of them', async () => {
    const world = await openWorld(database.pool, { knownIds: [] });
    await world.outbox.add(...numbered(await world.outbox.addDestination(), 3));
    await world.run(world.delivery());
    expect(await world.outbox.states()).toEqual({ failed: 3 });
  });

  it('that counts fewer lines than were sent is about none of them', async () => {
    const world = await openWorld(database.pool);
    await world.outbox.add(...numbered(await world.outbox.addDestination(), 2));
    const { call } = world.options();
    const delivery = world.delivery({
      call: async (request) => {
        const answer = await call(request);
        return { ...answer, body: answer.body.replaceAll(/"(line|linked)_quantity":2/g, '"$1_quantity":1') };
      },
    });
    await world.run(delivery);
    const row = { state: 'accepted', response: '1 of 1 matched' };
    expect(await world.outbox.conversions()).toMatchObject([row, row]);
  });

  it('of several uploads takes one look', async () => {
    const world = await openWorld(database.pool, { platform: { batchSizeMax: 2 } });
    await world.outbox.add(...numbered(await world.outbox.addDestination(), 6));
    const delivery = world.delivery();
    await delivery.tick();
    world.advance(600_000);
    expect(await delivery.tick()).toMatchObject({ sent: 0, verdicts: 3 });
    expect(world.simulator.requests().filter(({ method }) => method === 'GET')).toHaveLength(1);
  });

  it('that does not come within a day leaves the row accepted and is not asked for any more', async () => {
    const world = await openWorld(database.pool, { processingSeconds: 10 * 24 * 3600 });
    await world.outbox.add(...numbered(await world.outbox.addDestination(), 1));
    const startedMs = world.nowMs;
    await world.run(world.delivery());
    expect(await world.outbox.states()).toEqual({ accepted: 1 });
    expect(await world.outbox.batches()).toMatchObject([{ state: 'done' }]);
    expect(world.nowMs - startedMs).toBeLessThan(dayMs + hourMs);
  });

  it('is found beyond the first page', async () => {
    const world = await openWorld(database.pool, { platform: { batchSizeMax: 1 } });
    await world.outbox.add(...numbered(await world.outbox.addDestination(), 130));
    await world.run(world.delivery());
    expect(await world.outbox.states()).toEqual({ confirmed: 130 });
  });
});
