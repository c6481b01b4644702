import { describe, expect, it } from 'vitest';
import { useDatabase } from '../testing/test-database.ts';
import { openWorld } from './testing/delivery-world.ts';
import { numbered } from './testing/outbox.ts';

const database = useDatabase();

describe('a conversion on its way', () => {
  it('is sent, accepted, and confirmed by the verdict', async () => {
    const world = await openWorld(database.pool, { processingSeconds: 3600 });
    const destinationId = await world.outbox.addDestination();
    await world.outbox.add({ destinationId, idValue: '7', target: 'purchase', value: '1990.500000' });
    const delivery = world.delivery();

    const sentAtMs = world.nowMs;
    expect(await delivery.tick()).toMatchObject({ sent: 1, looked: 0, verdicts: 0, nextAtMs: sentAtMs + 600_000 });
    expect(world.simulator.accepted('2215573')).toMatchObject([
      { idColumn: 'ClientId', id: '7', target: 'purchase', price: '1990.5', currency: 'RUB' },
    ]);
    expect(await world.outbox.conversions()).toMatchObject([
      { state: 'accepted', attempts: 1, accepted_at: new Date(sentAtMs), response: 'upload 5150001' },
    ]);

    await world.run(delivery);
    expect(await world.outbox.conversions()).toMatchObject([
      {
        state: 'confirmed',
        accepted_at: new Date(sentAtMs),
        confirmed_at: new Date(world.nowMs),
        response: '1 of 1 matched',
      },
    ]);
    // At 10 minutes, then every 15, until an hour is over.
    expect(world.nowMs - sentAtMs).toBe((10 + 4 * 15) * 60_000);
    expect(await world.outbox.batches()).toMatchObject([{ state: 'done', ambiguous: false, size: 1 }]);
  });

  it('leaves a trace of what was asked and answered, without the token, and none of looks that brought nothing', async () => {
    const world = await openWorld(database.pool, { processingSeconds: 3600 });
    await world.outbox.add(...numbered(await world.outbox.addDestination(), 1));
    await world.run(world.delivery());
    const attempts = await world.outbox.attempts();
    expect(attempts).toMatchObject([
      {
        purpose: 'send',
        class: 'accepted',
        reason: null,
        status: 200,
        answer: expect.stringContaining('"id":5150001'),
      },
      {
        purpose: 'verdict',
        class: 'decided',
        reason: null,
        status: 200,
        answer: expect.stringContaining('"linked_quantity":1'),
      },
    ]);
    expect(attempts[0]?.request).toMatch(
      /^POST http.*\/upload\?type=BASIC&comment=otkuda_[0-9a-f-]{36}\nauthorization: OAuth \*\*\*\n/,
    );
    expect(attempts[0]?.request).toContain('ClientId,Target,DateTime,Price,Currency\r\n1,start,');
  });

  it('is looked at again shortly where there is no wait between looks', async () => {
    const world = await openWorld(database.pool, { pollSeconds: 0, processingSeconds: 10 });
    await world.outbox.add(...numbered(await world.outbox.addDestination(), 1));
    const startedMs = world.nowMs;
    await world.run(world.delivery());
    expect(await world.outbox.states()).toEqual({ confirmed: 1 });
    expect(world.nowMs - startedMs).toBeLessThan(11_000);
    expect(world.simulator.requests().length).toBeLessThan(30);
  });
});

describe('a batch', () => {
  it('is not sent before the oldest of its rows is due, then takes what waits with it', async () => {
    const world = await openWorld(database.pool);
    const destinationId = await world.outbox.addDestination();
    await world.outbox.add({ destinationId, idValue: '1', dueInMs: 300_000 });
    const delivery = world.delivery();
    expect(await delivery.tick()).toMatchObject({ sent: 0, nextAtMs: world.nowMs + 300_000 });
    world.advance(299_999);
    await world.outbox.add({ destinationId, idValue: '2', dueInMs: 300_000 });
    expect(await delivery.tick()).toMatchObject({ sent: 0 });
    world.advance(1);
    expect(await delivery.tick()).toMatchObject({ sent: 1 });
    expect(await world.outbox.batches()).toMatchObject([{ size: 2 }]);
  });

  it('is sent before its time where it is full', async () => {
    const world = await openWorld(database.pool, { platform: { batchSizeMax: 4 } });
    const destinationId = await world.outbox.addDestination();
    const waiting = numbered(destinationId, 6).map((row) => ({ ...row, dueInMs: 300_000 }));
    await world.outbox.add(...waiting.slice(0, 3));
    expect(await world.delivery().tick()).toMatchObject({ sent: 0 });
    await world.outbox.add(...waiting.slice(3));
    expect(await world.delivery().tick()).toMatchObject({ sent: 1 });
    expect(await world.outbox.states()).toEqual({ accepted: 4, pending: 2 });
  });

  it('has one kind of identifier', async () => {
    const world = await openWorld(database.pool);
    const destinationId = await world.outbox.addDestination();
    const rows = numbered(destinationId, 5);
    await world.outbox.add(...rows.map((row, index) => ({ ...row, idKind: index % 2 === 0 ? 'ClientId' : 'Yclid' })));
    expect(await world.delivery().tick()).toMatchObject({ sent: 2 });
    const taken = world.simulator
      .accepted('2215573')
      .map(({ uploadId, idColumn, id }) => `${uploadId} ${idColumn} ${id}`);
    const [first, second] = [5150001, 5150002];
    expect(taken.toSorted()).toEqual([
      `${first} ClientId 1`,
      `${first} ClientId 3`,
      `${first} ClientId 5`,
      `${second} Yclid 2`,
      `${second} Yclid 4`,
    ]);
  });

  it('is not filled where the platform does not want that', async () => {
    const world = await openWorld(database.pool, { platform: { fillsBatches: false, batchSizeMax: 1 } });
    const destinationId = await world.outbox.addDestination();
    await world.outbox.add({ destinationId, idValue: '1' }, { destinationId, idValue: '2', dueInMs: 1 });
    expect(await world.delivery().tick()).toMatchObject({ sent: 1 });
    expect(world.taken()).toEqual({ '1': 1 });
  });

  it('leaves alone what has not happened yet', async () => {
    const world = await openWorld(database.pool);
    const destinationId = await world.outbox.addDestination();
    await world.outbox.add({ destinationId, idValue: '1' }, { destinationId, idValue: '2', happenedInMs: 60_000 });
    const delivery = world.delivery();
    expect(await delivery.tick()).toMatchObject({ sent: 1, nextAtMs: world.nowMs + 60_000 });
    world.advance(60_000);
    await delivery.tick();
    expect(world.taken()).toEqual({ '1': 1, '2': 1 });
  });
});

describe('destinations', () => {
  it('are left alone while they are paused or deleted', async () => {
    const world = await openWorld(database.pool);
    const paused = await world.outbox.addDestination();
    const deleted = await world.outbox.addDestination();
    await world.outbox.add({ destinationId: paused, idValue: '1' }, { destinationId: deleted, idValue: '2' });
    await world.outbox.change(paused, { state: 'paused' });
    await world.outbox.change(deleted, { deleted_at: new Date() });
    expect(await world.delivery().tick()).toMatchObject({ sent: 0, looked: 0, verdicts: 0, nextAtMs: null });
    await world.outbox.change(paused, { state: 'active' });
    await world.delivery().tick();
    expect(world.taken()).toEqual({ '1': 1 });
  });

  it('do not wait for one that does not answer', async () => {
    const world = await openWorld(database.pool);
    const broken = await world.outbox.addDestination({ counter_id: '1', oauth_token: 'y0_TEST' });
    const healthy = await world.outbox.addDestination();
    await world.outbox.add({ destinationId: broken, idValue: '1' }, { destinationId: healthy, idValue: '2' });
    const { call } = world.options();
    const hanging = Promise.withResolvers<never>();
    const called = Promise.withResolvers<void>();
    const delivery = world.delivery({
      call(request) {
        if (!request.url.includes('/counter/1/')) return call(request);
        called.resolve();
        return hanging.promise;
      },
    });
    const tick = delivery.tick();
    await called.promise;
    await expect.poll(() => world.outbox.states()).toEqual({ accepted: 1, pending: 1 });
    hanging.reject(new Error('enough'));
    await expect(tick).rejects.toThrow('enough');
  });
});
