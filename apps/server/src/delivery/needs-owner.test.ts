import { describe, expect, it } from 'vitest';
import { useDatabase } from '../testing/test-database.ts';
import { freeDestination, testDestination } from './index.ts';
import { type DeliveryWorld, openWorld } from './testing/delivery-world.ts';
import { numbered } from './testing/outbox.ts';
import { inTransaction } from './transaction.ts';

const database = useDatabase();
const good = { counter_id: '2215573', oauth_token: 'y0_TEST' };

/** What management does when the owner saves new settings. */
async function saveSettings(world: DeliveryWorld, destinationId: string, settings: object): Promise<void> {
  await world.outbox.change(destinationId, { settings_sealed: Buffer.from(JSON.stringify(settings)) });
  await inTransaction(world.pool, (client) => freeDestination(client, { projectId: '1', destinationId }, world.nowMs));
}

describe('a destination that does not work', () => {
  it.each([
    ['token_invalid', { ...good, oauth_token: 'y0_OLD' }],
    ['counter_not_found', { ...good, counter_id: '1' }],
    ['settings_unreadable', { counter_id: '2215573' }],
  ])('waits for its owner with its rows, and new settings set it free (%s)', async (reason, broken) => {
    const world = await openWorld(database.pool);
    const destinationId = await world.outbox.addDestination(broken);
    await world.outbox.add(...numbered(destinationId, 3));
    const delivery = world.delivery();
    expect(await delivery.tick()).toMatchObject({ nextAtMs: null });
    expect(await world.outbox.destination(destinationId)).toMatchObject({ state: 'needs_owner', state_reason: reason });
    const row = { state: 'pending', batch_id: null };
    expect(await world.outbox.conversions()).toMatchObject([row, row, row]);
    world.advance(60_000);
    expect(await delivery.tick()).toMatchObject({ sent: 0 });

    await saveSettings(world, destinationId, good);
    expect(await world.outbox.destination(destinationId)).toMatchObject({ state: 'active', state_reason: null });
    expect(await delivery.tick()).toMatchObject({ sent: 1 });
    expect(await world.outbox.states()).toEqual({ accepted: 3 });
    expect(world.taken()).toEqual({ '1': 1, '2': 1, '3': 1 });
  });

  it('is noticed when verdicts are asked for, too', async () => {
    const world = await openWorld(database.pool);
    const destinationId = await world.outbox.addDestination();
    await world.outbox.add(...numbered(destinationId, 1));
    const delivery = world.delivery();
    await delivery.tick();
    world.simulator.inject({ kind: 'status', status: 401 });
    world.advance(600_000);
    await delivery.tick();
    expect(await world.outbox.destination(destinationId)).toMatchObject({
      state: 'needs_owner',
      state_reason: 'token_invalid',
    });
    await saveSettings(world, destinationId, good);
    await world.run(delivery);
    expect(await world.outbox.states()).toEqual({ confirmed: 1 });
  });

  it('keeps a batch that may have arrived: it is looked for when the owner has acted', async () => {
    const world = await openWorld(database.pool);
    const destinationId = await world.outbox.addDestination();
    await world.outbox.add(...numbered(destinationId, 1));
    world.simulator.inject({ kind: 'reset_after_accept' });
    world.simulator.inject({ kind: 'status', status: 403, method: 'GET' });
    const delivery = world.delivery();
    await delivery.tick();
    world.advance(5_000);
    await delivery.tick();
    expect(await world.outbox.destination(destinationId)).toMatchObject({
      state: 'needs_owner',
      state_reason: 'access_denied',
    });
    await saveSettings(world, destinationId, good);
    expect(await delivery.tick()).toMatchObject({ sent: 0, looked: 1 });
    await world.run(delivery);
    expect(world.taken()).toEqual({ '1': 1 });
    expect(await world.outbox.states()).toEqual({ confirmed: 1 });
  });

  it('is not stopped by the failure of settings that were replaced meanwhile', async () => {
    const world = await openWorld(database.pool);
    const destinationId = await world.outbox.addDestination({ ...good, oauth_token: 'y0_OLD' });
    await world.outbox.add(...numbered(destinationId, 1));
    const { call } = world.options();
    const delivery = world.delivery({
      call: async (request) => {
        const answer = await call(request);
        if (answer.status === 401) await saveSettings(world, destinationId, good);
        return answer;
      },
    });
    expect(await delivery.tick()).toMatchObject({ sent: 2 });
    expect(await world.outbox.states()).toEqual({ accepted: 1 });
  });

  it('stays paused where the owner paused it, also with new settings', async () => {
    const world = await openWorld(database.pool);
    const destinationId = await world.outbox.addDestination();
    await world.outbox.change(destinationId, { state: 'paused' });
    await saveSettings(world, destinationId, good);
    expect(await world.outbox.destination(destinationId)).toMatchObject({ state: 'paused' });
  });
});

describe('the test of a destination', () => {
  const key = (destinationId: string) => ({ projectId: '1', destinationId });

  it('looks at the counter and changes nothing there', async () => {
    const world = await openWorld(database.pool);
    const destinationId = await world.outbox.addDestination();
    expect(await testDestination(world.options(), key(destinationId))).toEqual({
      ok: true,
      class: 'accepted',
      reason: null,
      status: 200,
      answer: '{"uploadings":[]}',
    });
    expect(world.simulator.requests()).toMatchObject([
      { method: 'GET', path: expect.stringContaining('?limit=1&offset=0') },
    ]);
    expect(await world.outbox.attempts()).toMatchObject([{ purpose: 'test', class: 'accepted', status: 200 }]);
  });

  it('says what is wrong, also with a destination that is paused', async () => {
    const world = await openWorld(database.pool);
    const destinationId = await world.outbox.addDestination({ ...good, counter_id: '1' });
    await world.outbox.change(destinationId, { state: 'paused' });
    expect(await testDestination(world.options(), key(destinationId))).toMatchObject({
      ok: false,
      class: 'needs_owner',
      reason: 'counter_not_found',
      status: 404,
      answer: expect.stringContaining('not_found'),
    });
    expect(await world.outbox.destination(destinationId)).toMatchObject({ state: 'paused' });
  });

  it('says so where the settings cannot be read, and knows no destination that is not there', async () => {
    const world = await openWorld(database.pool);
    const destinationId = await world.outbox.addDestination({});
    expect(await testDestination(world.options(), key(destinationId))).toMatchObject({ reason: 'settings_unreadable' });
    const unknown = '019ab3c4-5d6e-7f80-9192-a3b4c5d6e7f8';
    expect(await testDestination(world.options(), key(unknown))).toBeNull();
  });
});
