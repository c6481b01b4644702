import { describe, expect, it } from 'vitest';
import { useDatabase } from '../testing/test-database.ts';
import { dayMs, hourMs, openWorld } from './testing/delivery-world.ts';

const database = useDatabase();

describe('what waits past its deadline', () => {
  it('expires and gives its unique key back', async () => {
    const world = await openWorld(database.pool);
    const destinationId = await world.outbox.addDestination();
    await world.outbox.change(destinationId, { state: 'paused' });
    const row = { destinationId, idValue: '1', onceKey: 'start:1', deadlineInMs: dayMs };
    await world.outbox.add(row);
    world.advance(dayMs - 1);
    await world.delivery().tick();
    expect(await world.outbox.states()).toEqual({ pending: 1 });
    world.advance(1);
    await world.delivery().tick();
    expect(await world.outbox.conversions()).toMatchObject([{ state: 'expired', reason: 'deadline', once_key: null }]);
    await world.outbox.add(row);
    expect(await world.outbox.states()).toEqual({ expired: 1, pending: 1 });
  });

  it('expires alone where its batch cannot be sent: the others go on trying', async () => {
    const world = await openWorld(database.pool);
    const destinationId = await world.outbox.addDestination();
    await world.outbox.add(
      { destinationId, idValue: '1', deadlineInMs: hourMs },
      { destinationId, idValue: '2', deadlineInMs: 10 * dayMs },
    );
    world.simulator.inject({ kind: 'status', status: 429, times: 7 });
    await world.run(world.delivery());
    expect(await world.outbox.conversions()).toMatchObject([
      { state: 'expired', reason: 'deadline' },
      { state: 'confirmed' },
    ]);
    expect(world.taken()).toEqual({ '2': 1 });
  });
});
