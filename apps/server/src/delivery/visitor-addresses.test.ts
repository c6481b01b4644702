import { describe, expect, it } from 'vitest';
import { uuidv7 } from '../domain/uuid.ts';
import { useDatabase } from '../testing/test-database.ts';
import { dayMs } from './testing/delivery-world.ts';
import { openPlatformWorld, type PlatformWorld } from './testing/platform-world.ts';
import { google, meta } from './testing/tested-platforms.ts';

const database = useDatabase();
const page = 'https://shop.example/sale?fbclid=IwAR2F4';
const website = { dataset_id: '1234567890', access_token: 'EAAB_TEST', action_source: 'website' };

interface Clicked {
  readonly opened?: string;
  /** Stands in the table as it is: the test's key opens everything but this. */
  readonly sealed?: string | null;
  readonly keptForMs?: number;
}
const otherKey = 'sealed with another key';

/** Gives every conversion a click of its own on the page, its visitor's address kept. */
async function click(
  world: PlatformWorld,
  { opened = page, sealed = '203.0.113.7', keptForMs = 7 * dayMs }: Clicked = {},
): Promise<void> {
  const { pool } = database;
  const rows = await pool.query<{ conversion_id: string }>(
    'select conversion_id from conversions where click_id is null',
  );
  for (const { conversion_id } of rows.rows) {
    const clickId = uuidv7(world.nowMs);
    await pool.query(
      `insert into clicks (project_id, click_id, clicked_at, marks, ids, address, user_agent, ip)
       values (1, $1, $2, '{}', '{}', $3, 'Mozilla/5.0 (iPhone)', '203.0.113.0')`,
      [clickId, new Date(world.nowMs), opened],
    );
    await pool.query('update conversions set click_id = $2 where conversion_id = $1', [conversion_id, clickId]);
    if (sealed === null) continue;
    const until = new Date(world.nowMs + keptForMs);
    await pool.query('insert into click_addresses values (1, $1, $2, $3)', [clickId, Buffer.from(sealed), until]);
  }
}

function openAddress(sealed: Buffer): string {
  if (sealed.toString() === otherKey) throw new Error(otherKey);
  return sealed.toString();
}

describe('the address of a visitor', () => {
  const sent = async (settings: object, clicked: Clicked): Promise<unknown> => {
    const world = await openPlatformWorld(database.pool, meta);
    await world.plan(1, {}, settings);
    await click(world, clicked);
    await world.run(world.delivery({ openAddress }));
    const [event] = world.platform.simulator.counted();
    const [attempt] = await world.outbox.attempts();
    expect(attempt).toMatchObject({ class: 'accepted' });
    return event?.fields;
  };

  it.each(['203.0.113.7', '2001:db8::feed:ff'])('(%s) is told of what happened on a website', async (sealed) => {
    expect(await sent(website, { sealed })).toMatchObject({
      action_source: 'website',
      user_data: { client_ip_address: sealed, client_user_agent: 'Mozilla/5.0 (iPhone)' },
    });
  });

  it.each<[string, object, Clicked, string]>([
    ['the destination tells of events in a chat', { ...website, action_source: 'chat' }, {}, 'chat'],
    ['a tracking link was clicked', website, { opened: '/l/x?fbclid=1' }, 'chat'],
    ['none was kept', website, { sealed: null }, 'website'],
    ['its time is over, though nothing was dropped yet', website, { keptForMs: 0 }, 'website'],
    ['another key sealed it', website, { sealed: otherKey }, 'website'],
  ])('is left out where %s, and the event goes all the same', async (_, settings, clicked, place) => {
    const event = await sent(settings, clicked);
    expect(event).toMatchObject({ action_source: place });
    expect(event).not.toHaveProperty('user_data.client_ip_address');
  });

  it('is left out of what is sent again after its time; Meta knows the repeat by its id', async () => {
    const world = await openPlatformWorld(database.pool, meta);
    await world.plan(1, {}, website);
    await click(world, { keptForMs: 1_000 });
    world.platform.inject({ kind: 'reset_after_accept' });
    await world.run(world.delivery({ openAddress }));
    const received = world.platform.simulator.received().map(({ fields }) => fields.user_data);
    expect(received).toMatchObject([
      { client_ip_address: '203.0.113.7' },
      { client_user_agent: 'Mozilla/5.0 (iPhone)' },
    ]);
    expect(received[1]).not.toHaveProperty('client_ip_address');
    expect(world.platform.counted()).toEqual(['1']);
  });

  /** Opens them as ever, and says which. */
  function opening(opened: string[]): (sealed: Buffer) => string {
    return (sealed) => {
      opened.push(sealed.toString());
      return openAddress(sealed);
    };
  }

  it('is not even opened for events in a chat', async () => {
    for (const [settings, address] of [
      [{ ...website, action_source: 'chat' }, page],
      [website, '/l/x?fbclid=1'],
    ] as const) {
      const world = await openPlatformWorld(database.pool, meta);
      await world.plan(1, {}, settings);
      await click(world, { opened: address });
      const opened: string[] = [];
      await world.run(world.delivery({ openAddress: opening(opened) }));
      expect(await world.outbox.states()).toEqual({ accepted: 1 });
      expect(opened).toEqual([]);
    }
  });

  it('is opened for no other platform', async () => {
    const world = await openPlatformWorld(database.pool, google);
    await world.plan(2);
    await click(world);
    const opened: string[] = [];
    await world.run(world.delivery({ openAddress: opening(opened) }));
    expect(await world.outbox.states()).toEqual({ confirmed: 2 });
    expect(opened).toEqual([]);
    expect(JSON.stringify(world.platform.simulator.requests())).not.toContain('203.0.113.7');
  });

  it('is masked in the log of attempts, which says all the rest', async () => {
    const world = await openPlatformWorld(database.pool, meta);
    await world.plan(1, {}, website);
    await click(world);
    await world.run(world.delivery({ openAddress }));
    const [attempt] = await world.outbox.attempts();
    expect(attempt?.request).toContain('"client_ip_address":"***"');
    expect(attempt?.request).toContain(page);
    expect(JSON.stringify(await world.outbox.attempts())).not.toContain('203.0.113.7');
  });

  it('is masked wherever a platform repeats it: in the answer, the reason that the owner reads, the log', async () => {
    const world = await openPlatformWorld(database.pool, meta);
    await world.plan(1, {}, website);
    await click(world);
    const error = {
      message: 'client_ip_address 203.0.113.7 is odd',
      type: 'OAuthException',
      code: 100,
      error_subcode: 2804019,
    };
    const logged: unknown[] = [];
    const log = (...said: unknown[]): void => void logged.push(said);
    await world.run(
      world.delivery({
        openAddress,
        log: { warn: log, error: log },
        call: async () => ({ status: 400, headers: {}, body: JSON.stringify({ error }) }),
      }),
    );
    const [conversion] = await world.outbox.conversions();
    expect(conversion).toMatchObject({
      state: 'failed',
      response: expect.stringContaining('client_ip_address *** is odd'),
    });
    expect(JSON.stringify([await world.outbox.attempts(), await world.outbox.conversions(), logged])).not.toContain(
      '203.0.113.7',
    );
  });
});
