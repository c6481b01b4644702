import { describe, expect, it } from 'vitest';
import { useDatabase } from '../testing/test-database.ts';
import { CallFailed } from './index.ts';
import { openWorld } from './testing/delivery-world.ts';
import { numbered } from './testing/outbox.ts';

const database = useDatabase();
const upload = { method: 'POST', path: '/upload' } as const;

describe('a batch that was not taken', () => {
  it('waits as long as the platform asks for', async () => {
    const world = await openWorld(database.pool);
    const destinationId = await world.outbox.addDestination();
    await world.outbox.add(...numbered(destinationId, 1));
    world.simulator.inject({ ...upload, kind: 'status', status: 429, retryAfterSeconds: 77 });
    const delivery = world.delivery();
    expect(await delivery.tick()).toMatchObject({ sent: 1, looked: 0, verdicts: 0, nextAtMs: world.nowMs + 77_000 });
    world.advance(76_999);
    expect(await delivery.tick()).toMatchObject({ sent: 0 });
    world.advance(1);
    // Nothing was taken, so nothing has to be asked.
    expect(await delivery.tick()).toMatchObject({ sent: 1, looked: 0 });
    expect(await world.outbox.conversions()).toMatchObject([{ state: 'accepted', attempts: 2 }]);
    expect(await world.outbox.attempts()).toMatchObject([
      { class: 'throttled', reason: 'too_many_requests', status: 429 },
      { class: 'accepted' },
    ]);
    expect(await world.outbox.destination(destinationId)).toMatchObject({ failures: 0 });
  });

  it('waits longer after each failure where the platform names no time', async () => {
    const world = await openWorld(database.pool);
    await world.outbox.add(...numbered(await world.outbox.addDestination(), 1));
    world.simulator.inject({ ...upload, kind: 'status', status: 429, times: 4 });
    const delivery = world.delivery();
    const waits: number[] = [];
    for (let tries = 0; tries < 4; tries += 1) {
      const { nextAtMs } = await delivery.tick();
      waits.push(((nextAtMs ?? 0) - world.nowMs) / 1000);
      world.advanceTo(nextAtMs ?? 0);
    }
    expect(waits).toEqual([5, 30, 120, 600]);
    await world.run(delivery);
    expect(await world.outbox.states()).toEqual({ confirmed: 1 });
  });

  it('is sent again without a look where it never left the machine', async () => {
    const world = await openWorld(database.pool);
    await world.outbox.add(...numbered(await world.outbox.addDestination(), 1));
    const offline = world.delivery({ call: () => Promise.reject(new CallFailed(false, 'ECONNREFUSED')) });
    const { nextAtMs } = await offline.tick();
    world.advanceTo(nextAtMs ?? 0);
    expect(await world.delivery().tick()).toMatchObject({ sent: 1, looked: 0 });
    expect(await world.outbox.attempts()).toMatchObject([
      { class: 'retryable', reason: 'unreachable', status: null, answer: null },
      { class: 'accepted' },
    ]);
  });

  it('lets the destination rest, so that new batches do not run against the same wall', async () => {
    const world = await openWorld(database.pool, { platform: { batchSizeMax: 1 } });
    const destinationId = await world.outbox.addDestination();
    await world.outbox.add(...numbered(destinationId, 5));
    world.simulator.inject({ ...upload, kind: 'status', status: 429, times: 5 });
    expect(await world.delivery().tick()).toMatchObject({ sent: 1, nextAtMs: world.nowMs + 5_000 });
    // Being asked to slow down is no fault: the destination rests, and counts as one that works.
    const resumeAt = new Date(world.nowMs + 5_000);
    expect(await world.outbox.destination(destinationId)).toMatchObject({ failures: 0, resume_at: resumeAt });
    await world.run(world.delivery());
    expect(world.taken()).toEqual({ '1': 1, '2': 1, '3': 1, '4': 1, '5': 1 });
  });
});

describe('a used up quota', () => {
  it.each(['quota_requests_by_uid', 'quota_requests_by_counter_id'] as const)(
    'pauses until 00:00 GMT (%s)',
    async (errorType) => {
      const world = await openWorld(database.pool);
      const destinationId = await world.outbox.addDestination();
      await world.outbox.add(...numbered(destinationId, 2));
      world.simulator.inject({ ...upload, kind: 'status', status: 429, errorType });
      const midnightMs = Date.parse('2026-11-23T00:00:00Z');
      const delivery = world.delivery();
      expect(await delivery.tick()).toMatchObject({ sent: 1, nextAtMs: midnightMs });
      expect(await world.outbox.destination(destinationId)).toMatchObject({
        state: 'active',
        resume_at: new Date(midnightMs),
      });
      world.advanceTo(midnightMs - 1);
      expect(await delivery.tick()).toMatchObject({ sent: 0 });
      world.advance(1);
      expect(await delivery.tick()).toMatchObject({ sent: 1, looked: 0 });
      expect(world.taken()).toEqual({ '1': 1, '2': 1 });
    },
  );
});

describe('a batch that is refused', () => {
  it('is halved until the bad row is found; the others get through', async () => {
    const world = await openWorld(database.pool, { platform: { refusesTarget: () => null } });
    const rows = numbered(await world.outbox.addDestination(), 9);
    await world.outbox.add(...rows.map((row, index) => (index === 5 ? { ...row, target: 'bad=goal' } : row)));
    await world.run(world.delivery());
    const states = (await world.outbox.conversions()).map(({ state }) => state);
    expect(states).toEqual(Array.from({ length: 9 }, (_, index) => (index === 5 ? 'failed' : 'confirmed')));
    expect((await world.outbox.conversions())[5]).toMatchObject({
      reason: 'refused_by_platform',
      response: expect.stringContaining('forbidden character'),
    });
    expect(Object.values(world.taken())).toEqual(Array.from({ length: 8 }, () => 1));
  });

  it('fails at once where it is of one row', async () => {
    const world = await openWorld(database.pool);
    await world.outbox.add(...numbered(await world.outbox.addDestination(), 1));
    world.simulator.inject({ ...upload, kind: 'status', status: 409 });
    expect(await world.delivery().tick()).toMatchObject({ sent: 1, nextAtMs: null });
    expect(await world.outbox.states()).toEqual({ failed: 1 });
  });
});

it('a quota that ends while verdicts are asked for pauses the destination as well', async () => {
  const world = await openWorld(database.pool);
  const destinationId = await world.outbox.addDestination();
  await world.outbox.add(...numbered(destinationId, 1));
  world.simulator.inject({ method: 'GET', kind: 'status', status: 429, errorType: 'quota_requests_by_uid' });
  const delivery = world.delivery();
  await delivery.tick();
  world.advance(600_000);
  expect(await delivery.tick()).toMatchObject({ nextAtMs: Date.parse('2026-11-23T00:00:00Z') });
  expect((await world.outbox.attempts())[1]).toMatchObject({
    purpose: 'verdict',
    class: 'quota',
    reason: 'quota_used_up',
  });
  await world.run(delivery);
  expect(await world.outbox.states()).toEqual({ confirmed: 1 });
});
