import { describe, expect, it } from 'vitest';
import { useDatabase } from '../testing/test-database.ts';
import { counter, type DeliveryWorld, dayMs, openWorld } from './testing/delivery-world.ts';
import { numbered } from './testing/outbox.ts';
import type { Trouble } from './trouble.ts';

const database = useDatabase();
const back = 'https://otkuda.test/back';
const app = {
  clientId: 'app',
  clientSecret: 'the-secret-of-the-app',
  redirectUris: [back],
  scopes: ['metrika:offline_data'],
  login: counter.login,
};

interface SignedIn {
  readonly counter_id: string;
  readonly client_id: string;
  readonly client_secret: string;
  readonly oauth_token: string;
  readonly refresh_token: string;
  readonly expires_at: string;
}

/** The settings that signing in leaves behind. */
async function signedIn({ simulator, nowMs }: DeliveryWorld): Promise<SignedIn> {
  simulator.addApp(app);
  const query = new URLSearchParams({ response_type: 'code', client_id: 'app', redirect_uri: back });
  const answer = await fetch(`${simulator.url}/authorize?${query.toString()}`, { redirect: 'manual' });
  const code = new URL(answer.headers.get('location') ?? '').searchParams.get('code') ?? '';
  const client = { client_id: app.clientId, client_secret: app.clientSecret };
  const body = new URLSearchParams({ grant_type: 'authorization_code', code, ...client });
  const answered = await fetch(`${simulator.url}/token`, { method: 'POST', body });
  const issued = (await answered.json()) as { access_token: string; refresh_token: string; expires_in: number };
  return {
    counter_id: counter.id,
    ...client,
    oauth_token: issued.access_token,
    refresh_token: issued.refresh_token,
    expires_at: new Date(nowMs + issued.expires_in * 1000).toISOString(),
  };
}

async function stored(destinationId: string): Promise<SignedIn> {
  const sql = 'select settings_sealed from destinations where destination_id = $1';
  return JSON.parse(String((await database.pool.query(sql, [destinationId])).rows[0].settings_sealed));
}

const calls = ({ simulator }: DeliveryWorld, path: string): number =>
  simulator.requests().filter((request) => request.path === path).length;

describe('a destination that was signed in', () => {
  it('sends with its token, and renews it a month before it ends, storing what it got', async () => {
    const world = await openWorld(database.pool);
    const settings = await signedIn(world);
    const destinationId = await world.outbox.addDestination(settings);
    const before = calls(world, '/token');
    await world.outbox.add(...numbered(destinationId, 1));
    await world.run(world.delivery());
    expect(calls(world, '/token')).toBe(before);
    world.advance(336 * dayMs);
    await world.outbox.add(...numbered(destinationId, 1, 2));
    await world.run(world.delivery());
    expect(await world.outbox.states()).toEqual({ confirmed: 2 });
    expect(calls(world, '/token')).toBe(before + 1);
    const renewed = await stored(destinationId);
    expect(renewed).toMatchObject({ counter_id: counter.id, client_id: 'app' });
    expect(renewed.oauth_token).not.toBe(settings.oauth_token);
    expect(renewed.refresh_token).not.toBe(settings.refresh_token);
    const ends = await database.pool.query('select access_ends_at from destinations');
    expect(ends.rows[0].access_ends_at.toISOString()).toBe(renewed.expires_at);
    // Another process has nothing in memory, and needs nothing.
    await world.outbox.add(...numbered(destinationId, 1, 3));
    await world.run(world.delivery());
    expect(calls(world, '/token')).toBe(before + 1);
    const log = JSON.stringify(await world.outbox.attempts());
    for (const secret of [settings, renewed].flatMap((one) => [one.oauth_token, one.refresh_token])) {
      expect(log).not.toContain(secret);
    }
    expect(log).not.toContain(app.clientSecret);
  });

  it('asks its owner where the login has withdrawn its consent, and goes on when signed in anew', async () => {
    const world = await openWorld(database.pool);
    const destinationId = await world.outbox.addDestination(await signedIn(world));
    world.simulator.revoke(counter.login);
    await world.outbox.add(...numbered(destinationId, 2));
    await world.run(world.delivery());
    expect(await world.outbox.destination(destinationId)).toMatchObject({
      state: 'needs_owner',
      state_reason: 'token_invalid',
    });
    expect(await world.outbox.states()).toEqual({ pending: 2 });
    expect(await world.outbox.attempts()).toContainEqual(
      expect.objectContaining({ purpose: 'token', class: 'needs_owner', status: 400 }),
    );
    const settings_sealed = Buffer.from(JSON.stringify(await signedIn(world)));
    await world.outbox.change(destinationId, { settings_sealed, state: 'active' });
    await world.run(world.delivery());
    expect(await world.outbox.states()).toEqual({ confirmed: 2 });
  });

  it('asks its owner without a call where nobody has signed in yet', async () => {
    const world = await openWorld(database.pool);
    const settings = { counter_id: counter.id, client_id: 'app', client_secret: 'secret' };
    const destinationId = await world.outbox.addDestination(settings);
    await world.outbox.add(...numbered(destinationId, 1));
    await world.run(world.delivery());
    expect(await world.outbox.destination(destinationId)).toMatchObject({ state_reason: 'not_connected' });
    expect(world.simulator.requests()).toEqual([]);
  });

  it('with a token given by hand is asked about once when it is refused', async () => {
    const world = await openWorld(database.pool);
    const settings = { counter_id: counter.id, oauth_token: 'wrong' };
    const destinationId = await world.outbox.addDestination(settings);
    await world.outbox.add(...numbered(destinationId, 1));
    await world.run(world.delivery());
    expect(await world.outbox.destination(destinationId)).toMatchObject({ state_reason: 'token_invalid' });
    expect(world.simulator.requests()).toHaveLength(1);
  });
});

describe('access that ends', () => {
  it('is told to the owner two weeks before, once', async () => {
    const world = await openWorld(database.pool);
    const destinationId = await world.outbox.addDestination();
    await world.outbox.change(destinationId, { access_ends_at: new Date(world.nowMs + 15 * dayMs) });
    const told: Trouble[] = [];
    const delivery = world.delivery({ onTrouble: async (trouble) => void told.push(trouble) });
    await delivery.tick();
    expect(told).toEqual([]);
    world.advance(dayMs);
    await delivery.tick();
    expect(told).toMatchObject([{ destinationId, kind: 'token_expires', reason: 'token_expires' }]);
    expect(told[0]?.text.ru).toMatch(/^«d» \(Яндекс Метрика\): Через две недели или раньше закончится срок токена/);
    await database.pool.query('update destination_notices set ended_at = $1', [new Date(world.nowMs)]);
    for (let days = 0; days < 20; days += 1) {
      world.advance(dayMs);
      await delivery.tick();
    }
    expect(told).toHaveLength(1);
    // The next token ends, too.
    await world.outbox.change(destinationId, { access_ends_at: new Date(world.nowMs + 20 * dayMs) });
    await delivery.tick();
    expect(told).toHaveLength(1);
    world.advance(7 * dayMs);
    await delivery.tick();
    expect(told).toHaveLength(2);
  });
});
