import { describe, expect, it } from 'vitest';
import { useDatabase } from '../testing/test-database.ts';
import { freeDestination } from './index.ts';
import { dayMs, hourMs } from './testing/delivery-world.ts';
import { type Open, openPlatformWorld, type PlatformWorld } from './testing/platform-world.ts';
import { google, googleSettings, meta, vk } from './testing/tested-platforms.ts';
import { inTransaction } from './transaction.ts';

const database = useDatabase();

/** What management does when the owner saves new settings. */
async function saveSettings(world: PlatformWorld, destinationId: string, settings: object): Promise<void> {
  await world.outbox.change(destinationId, { settings_sealed: Buffer.from(JSON.stringify(settings)) });
  await inTransaction(database.pool, (client) =>
    freeDestination(client, { projectId: '1', destinationId }, world.nowMs),
  );
}

describe('a row that the platform does not take', () => {
  it('is found in a batch of Meta by halving, and the others get through', async () => {
    const world = await openPlatformWorld(database.pool, meta);
    const destinationId = await world.plan(9);
    // Stored by an older version, say: a browser that is none.
    await world.outbox.add({
      destinationId,
      idValue: '10',
      idKind: 'user_data',
      identifiers: { id: '10', fbp: 'none' },
      target: 'Lead',
    });
    await world.run(world.delivery());
    expect(world.platform.counted().toSorted()).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9']);
    expect(await world.outbox.states()).toEqual({ accepted: 9, failed: 1 });
    expect((await world.outbox.conversions())[9]).toMatchObject({
      state: 'failed',
      reason: 'refused_by_platform',
      response: expect.stringContaining('user_data.fbp'),
    });
    expect(world.platform.sends()).toBeLessThanOrEqual(9);
  });

  it('is named by Google, so that the others go with the next call', async () => {
    const world = await openPlatformWorld(database.pool, google);
    const destinationId = await world.plan(9);
    await world.outbox.add({
      destinationId,
      idValue: '10',
      idKind: 'gclid',
      identifiers: { id: '10', gclid: '' },
      target: 'start',
    });
    await world.run(world.delivery());
    expect(world.platform.sends()).toBe(2);
    expect(world.platform.counted()).toHaveLength(9);
    expect(await world.outbox.states()).toEqual({ confirmed: 9, failed: 1 });
    expect((await world.outbox.conversions())[9]).toMatchObject({
      reason: 'refused_by_platform',
      response: expect.stringContaining('NO_IDENTIFIERS_PROVIDED'),
    });
  });

  it('is not sent where it is known here: a purchase without a value', async () => {
    const world = await openPlatformWorld(database.pool, meta);
    const destinationId = await world.plan(1, { target: 'Purchase' });
    await world.add(destinationId, 1, { target: 'Purchase', value: '1990.5' });
    await world.run(world.delivery());
    expect(await world.outbox.states()).toEqual({ accepted: 1, skipped: 1 });
    expect(world.platform.simulator.received()).toMatchObject([
      { fields: { custom_data: { value: 1990.5, currency: 'RUB' } } },
    ]);
  });

  it('is not sent where it is known here: a goal that the settings do not have', async () => {
    const world = await openPlatformWorld(database.pool, google);
    await world.plan(1, { target: 'other' });
    await world.run(world.delivery());
    expect(world.platform.sends()).toBe(0);
    expect(await world.outbox.conversions()).toMatchObject([{ state: 'failed', reason: 'target_unknown' }]);
  });

  it('of VK ends at once', async () => {
    const world = await openPlatformWorld(database.pool, vk);
    await world.plan(1);
    world.platform.inject({ kind: 'status', status: 403 });
    await world.run(world.delivery());
    expect(await world.outbox.conversions()).toMatchObject([{ state: 'failed', reason: 'refused_by_platform' }]);
  });
});

describe('a destination that does not work', () => {
  const broken: ReadonlyArray<readonly [string, Open, object, string]> = [
    ['meta', meta, { dataset_id: '1234567890', access_token: 'EAAB_OLD' }, 'token_invalid'],
    ['meta', meta, { dataset_id: '77', access_token: 'EAAB_TEST' }, 'dataset_not_found'],
    ['meta', meta, { dataset_id: '1234567890', access_token: 'EAAB_TEST', api_version: 'v1.0' }, 'dataset_not_found'],
    ['google', google, { ...googleSettings, refresh_token: '1//other' }, 'token_invalid'],
    ['google', google, { ...googleSettings, client_secret: 'GOCSPX-other' }, 'oauth_client_wrong'],
    ['google', google, { ...googleSettings, operating_account_id: '1111111111' }, 'access_missing'],
    ['google', google, { ...googleSettings, conversion_actions: { start: '1' } }, 'conversion_action_wrong'],
  ];

  it.each(broken)('%s, %#: waits for its owner with its rows, and new settings set it free', async (...given) => {
    const [, open, settings, reason] = given;
    const world = await openPlatformWorld(database.pool, open);
    const destinationId = await world.plan(3, {}, settings);
    const delivery = world.delivery();
    await world.run(delivery, world.nowMs + hourMs);
    expect(await world.outbox.destination(destinationId)).toMatchObject({ state: 'needs_owner', state_reason: reason });
    expect(await world.outbox.states()).toEqual({ pending: 3 });
    await saveSettings(world, destinationId, world.platform.settings);
    await world.run(delivery);
    expect(world.platform.counted().toSorted()).toEqual(['1', '2', '3']);
  });

  it.each([
    ['PERMISSION_DENIED', 'access_missing'],
    ['SERVICE_DISABLED', 'api_disabled'],
  ])('(google, 403 %s) tells its owner why', async (reason, expected) => {
    const world = await openPlatformWorld(database.pool, google);
    const destinationId = await world.plan(1);
    world.platform.simulator.inject({ kind: 'status', status: 403, reason, path: '/v1/events:ingest' });
    await world.delivery().tick();
    expect(await world.outbox.destination(destinationId)).toMatchObject({
      state: 'needs_owner',
      state_reason: expected,
    });
  });
});

describe('Meta', () => {
  it('rests as long as its header of usage asks', async () => {
    const world = await openPlatformWorld(database.pool, meta);
    await world.plan(1);
    world.platform.simulator.inject({ kind: 'status', status: 400, code: 80004, regainMinutes: 3 });
    expect(await world.delivery().tick()).toMatchObject({ nextAtMs: world.nowMs + 180_000 });
  });

  it('is told nothing again where it may no longer tell repeats', async () => {
    const world = await openPlatformWorld(database.pool, meta);
    await world.plan(1);
    world.platform.inject({ kind: 'reset_after_accept' });
    const delivery = world.delivery();
    await delivery.tick();
    world.advance(2 * dayMs);
    await world.run(delivery);
    expect(world.platform.sends()).toBe(1);
    expect(await world.outbox.conversions()).toMatchObject([{ state: 'uncertain', reason: 'answer_lost' }]);
  });

  it('never finds its token in the log', async () => {
    const world = await openPlatformWorld(database.pool, meta);
    await world.plan(1);
    await world.run(world.delivery());
    const [attempt] = await world.outbox.attempts();
    expect(attempt?.request).toContain('"access_token":"***"');
    expect(JSON.stringify(attempt)).not.toContain('EAAB_TEST');
  });
});

describe('Google', () => {
  it('is asked for one token in an hour, and its diagnostics are read', async () => {
    const world = await openPlatformWorld(database.pool, google);
    const destinationId = await world.plan(3);
    const delivery = world.delivery();
    await delivery.tick();
    expect(await world.outbox.states()).toEqual({ accepted: 3 });
    await world.add(destinationId, 1);
    await world.run(delivery, world.nowMs + hourMs / 2);
    expect(await world.outbox.states()).toEqual({ confirmed: 4 });
    const tokens = world.platform.simulator.requests().filter(({ path }) => path === '/token');
    expect(tokens).toHaveLength(1);
  });

  it('is asked for a new token where it refuses the old one', async () => {
    const world = await openPlatformWorld(database.pool, google);
    const destinationId = await world.plan(1);
    const delivery = world.delivery();
    await delivery.tick();
    world.platform.simulator.expireAccessTokens();
    await world.add(destinationId, 1);
    await world.run(delivery);
    expect(await world.outbox.states()).toEqual({ confirmed: 2 });
    expect(await world.outbox.destination(destinationId)).toMatchObject({ state: 'active' });
  });

  it('stops for the owner where the consent was withdrawn', async () => {
    const world = await openPlatformWorld(database.pool, google);
    const destinationId = await world.plan(1);
    world.platform.simulator.revoke('1//refresh');
    await world.run(world.delivery(), world.nowMs + hourMs);
    expect(await world.outbox.destination(destinationId)).toMatchObject({ state_reason: 'token_invalid' });
    expect(await world.outbox.attempts()).toMatchObject([
      { purpose: 'token', class: 'needs_owner', answer: expect.stringContaining('invalid_grant') },
    ]);
  });

  it('is sent again what it lost, and counts it once', async () => {
    const world = await openPlatformWorld(database.pool, google);
    world.platform.simulator.lose(1);
    await world.plan(3);
    await world.run(world.delivery());
    expect(world.platform.sends()).toBe(2);
    expect(world.platform.counted().toSorted()).toEqual(['1', '2', '3']);
    expect(await world.outbox.states()).toEqual({ confirmed: 3 });
  });

  it('is asked for diagnostics after half an hour, then less and less often', async () => {
    const world = await openPlatformWorld(database.pool, google);
    await world.plan(1);
    const delivery = world.delivery();
    world.platform.simulator.slowDown(10 * 60);
    const startedMs = world.nowMs;
    await world.run(delivery);
    const looks = world.platform.simulator.requests().filter(({ method }) => method === 'GET').length;
    expect(await world.outbox.states()).toEqual({ confirmed: 1 });
    expect(world.nowMs - startedMs).toBeGreaterThanOrEqual(10 * hourMs);
    // 30, 45, 68, 101, 152, 228, 342, 513 and 769 minutes after it was taken.
    expect(looks).toBe(9);
  });

  it('says half an hour later why a row does not count', async () => {
    const world = await openPlatformWorld(database.pool, google);
    const actions = ['7654321', '7654323'];
    world.platform.simulator.addAccount({ id: '1234567890', conversionActions: actions, knownClickIds: [] });
    await world.plan(2);
    await world.run(world.delivery());
    expect(await world.outbox.conversions()).toMatchObject([
      { state: 'failed', reason: 'click_id_invalid', response: '0 of 2 counted, REASON_INVALID_GCLID' },
      { state: 'failed', reason: 'click_id_invalid' },
    ]);
  });

  it('never finds a secret in the log', async () => {
    const world = await openPlatformWorld(database.pool, google);
    await world.plan(1);
    await world.run(world.delivery());
    const attempts = JSON.stringify(await world.outbox.attempts());
    expect(attempts).toContain('"purpose":"token"');
    for (const secret of ['GOCSPX-secret', '1//refresh', '1%2F%2Frefresh', 'ya29.1'])
      expect(attempts).not.toContain(secret);
  });
});
