import { describe, expect, it } from 'vitest';
import { useDatabase } from '../testing/test-database.ts';
import { hourMs, openWorld } from './testing/delivery-world.ts';
import { numbered } from './testing/outbox.ts';

const database = useDatabase();
const upload = { method: 'POST', path: '/upload' } as const;

describe('a batch that may have been taken', () => {
  it.each([
    ['500', { kind: 'status', status: 500 }],
    ['503', { kind: 'status', status: 503 }],
    ['a proxy’s page', { kind: 'html' }],
    ['a reset', { kind: 'reset' }],
    ['no answer', { kind: 'timeout_before_accept' }],
  ] as const)('is looked for and sent again after %s', async (_, fault) => {
    const world = await openWorld(database.pool, { timeoutMs: 1_000 });
    await world.outbox.add(...numbered(await world.outbox.addDestination(), 2));
    world.simulator.inject({ ...upload, ...fault });
    const delivery = world.delivery();
    const first = await delivery.tick();
    expect(first).toMatchObject({ sent: 1, looked: 0, verdicts: 0, nextAtMs: world.nowMs + 5_000 });
    expect(await world.outbox.batches()).toMatchObject([{ state: 'sending', ambiguous: true }]);
    world.advanceTo(first.nextAtMs ?? 0);
    expect(await delivery.tick()).toMatchObject({ sent: 1, looked: 1 });
    expect(world.taken()).toEqual({ '1': 1, '2': 1 });
    const requests = world.simulator.requests().filter(({ method }) => method === 'POST');
    // The same rows, in the same order, under the same name.
    expect(requests[1]).toMatchObject({ path: requests[0]?.path, body: requests[0]?.body });
    expect(await world.outbox.attempts()).toMatchObject([
      { purpose: 'send', class: 'ambiguous' },
      { purpose: 'look_up', class: 'absent', status: 200 },
      { purpose: 'send', class: 'accepted' },
    ]);
  });

  it.each(['timeout_after_accept', 'reset_after_accept'] as const)(
    'is found and not sent again after %s',
    async (kind) => {
      const world = await openWorld(database.pool, { timeoutMs: 1_000 });
      await world.outbox.add(...numbered(await world.outbox.addDestination(), 2));
      world.simulator.inject({ ...upload, kind });
      const delivery = world.delivery();
      const { nextAtMs } = await delivery.tick();
      world.advanceTo(nextAtMs ?? 0);
      expect(await delivery.tick()).toMatchObject({ sent: 0, looked: 1 });
      expect(await world.outbox.conversions()).toMatchObject([
        { state: 'accepted', response: 'upload 5150001' },
        { state: 'accepted' },
      ]);
      expect((await world.outbox.attempts())[1]).toMatchObject({
        purpose: 'look_up',
        class: 'found',
        answer: expect.stringContaining('"id":5150001'),
      });
      await world.run(delivery);
      expect(await world.outbox.states()).toEqual({ confirmed: 2 });
      expect(world.taken()).toEqual({ '1': 1, '2': 1 });
    },
  );

  it('is not sent again while nobody can tell whether it arrived', async () => {
    const world = await openWorld(database.pool);
    await world.outbox.add(...numbered(await world.outbox.addDestination(), 1));
    world.simulator.inject({ ...upload, kind: 'reset_after_accept' });
    world.simulator.inject({ method: 'GET', path: '/uploadings', kind: 'status', status: 503, times: 3 });
    const delivery = world.delivery();
    const ticks: unknown[] = [];
    for (let tries = 0; tries < 5; tries += 1) {
      const { sent, looked, nextAtMs } = await delivery.tick();
      ticks.push([sent, looked]);
      world.advanceTo(nextAtMs ?? 0);
    }
    expect(ticks).toEqual([
      [1, 0],
      [0, 1],
      [0, 1],
      [0, 1],
      [0, 1],
    ]);
    expect(await world.outbox.states()).toEqual({ accepted: 1 });
  });

  it('is looked for beyond the first page of uploads', async () => {
    const world = await openWorld(database.pool, { platform: { batchSizeMax: 1 } });
    const destinationId = await world.outbox.addDestination();
    await world.outbox.add(...numbered(destinationId, 1));
    world.simulator.inject({ ...upload, kind: 'reset_after_accept' });
    const delivery = world.delivery();
    await delivery.tick();
    // Meanwhile another program uploads to the same counter.
    const other = await world.outbox.addDestination();
    await world.outbox.add(...numbered(other, 120, 1000));
    await delivery.tick();
    world.advance(5_000);
    expect(await delivery.tick()).toMatchObject({ sent: 0, looked: 1 });
    expect(world.taken()['1']).toBe(1);
  });

  it('ends as uncertain where the platform lists nothing', async () => {
    const world = await openWorld(database.pool, {
      platform: { repeats: () => ({ kind: 'counted_twice', resendsMax: 0 }), verdicts: null },
    });
    await world.outbox.add(...numbered(await world.outbox.addDestination(), 2));
    world.simulator.inject({ ...upload, kind: 'reset_after_accept' });
    await world.run(world.delivery());
    const row = { state: 'uncertain', reason: 'answer_lost' };
    expect(await world.outbox.conversions()).toMatchObject([row, row]);
    expect(world.taken()).toEqual({ '1': 1, '2': 1 });
  });

  it('ends as uncertain a day after its deadline where it could never be asked about', async () => {
    const world = await openWorld(database.pool);
    const destinationId = await world.outbox.addDestination();
    await world.outbox.add({ destinationId, idValue: '1', deadlineInMs: hourMs });
    world.simulator.inject({ ...upload, kind: 'reset' });
    world.simulator.inject({ method: 'GET', kind: 'status', status: 500, times: 300 });
    await world.run(world.delivery());
    expect(await world.outbox.conversions()).toMatchObject([{ state: 'uncertain', reason: 'answer_lost' }]);
  });

  it('ends as uncertain where its destination was deleted before anybody could ask', async () => {
    const world = await openWorld(database.pool);
    const destinationId = await world.outbox.addDestination();
    await world.outbox.add({ destinationId, idValue: '1', deadlineInMs: hourMs });
    world.simulator.inject({ ...upload, kind: 'reset' });
    await world.delivery().tick();
    await world.outbox.change(destinationId, { deleted_at: new Date(world.nowMs) });
    world.advance(24 * hourMs);
    await world.delivery().tick();
    expect(await world.outbox.states()).toEqual({ pending: 1 });
    world.advance(hourMs);
    await world.delivery().tick();
    expect(await world.outbox.states()).toEqual({ uncertain: 1 });
  });

  it('is sent no more where it turns out after its deadline that it did not arrive', async () => {
    const world = await openWorld(database.pool);
    const destinationId = await world.outbox.addDestination();
    await world.outbox.add({ destinationId, idValue: '1', deadlineInMs: hourMs, onceKey: 'start:1' });
    world.simulator.inject({ ...upload, kind: 'reset' });
    const delivery = world.delivery();
    await delivery.tick();
    world.advance(hourMs);
    expect(await delivery.tick()).toMatchObject({ sent: 0, looked: 1 });
    expect(await world.outbox.conversions()).toMatchObject([{ state: 'expired', reason: 'deadline', once_key: null }]);
  });
});
