import { describe, expect, it } from 'vitest';
import { useDatabase } from '../testing/test-database.ts';
import { channelId, publicUrl, type TestProcess, useMessengers } from './testing/use-messengers.ts';

const database = useDatabase();
const world = useMessengers(database);

async function setUp(): Promise<{ projectId: string; linkId: string }> {
  world.telegram.administer(channelId, 'my_bot');
  const projectId = await world.project({});
  return { projectId, linkId: await world.link(projectId) };
}

async function ready(projectId: string): Promise<number> {
  const sql = `select count(*)::int as n from invite_link_states where project_id = $1 and state in ('free', 'reserved')`;
  return (await world.rows(sql, projectId))[0].n;
}

/** Every link that Telegram has of the bot's is known here, by its address or, where the answer was lost, by its name. */
async function unknownLinks(projectId: string): Promise<string[]> {
  // Telegram first, then one look at both tables: links are being made meanwhile.
  const made = [...world.telegram.chat(channelId).chat.links.values()];
  const sql = `select invite_link as known from invite_links where project_id = $1
    union all select name from invite_link_orders where project_id = $1`;
  const known = new Set((await world.rows(sql, projectId)).map((row) => row.known));
  return made.filter(({ url, name }) => !known.has(url) && !known.has(name)).map(({ url }) => url);
}

/** Where it was sent to: nobody else may have been sent there. */
async function visits(server: TestProcess, projectId: string, linkId: string, count: number): Promise<string[]> {
  const ways = await Promise.all(Array.from({ length: count }, () => server.visit(projectId, linkId)));
  return ways.flatMap(({ way }) => (way === null || way.invitePlace === null ? [] : [way.location]));
}

describe('the pool', () => {
  it.each([
    ['429', [{ kind: 'status', status: 429, retryAfterSeconds: 1, times: 2, after: 3 }]],
    ['500', [{ kind: 'status', status: 500, times: 3, after: 2 }]],
    ['400', [{ kind: 'status', status: 400, description: 'Bad Request: CHAT_ADMIN_REQUIRED', times: 1, after: 4 }]],
    ['403', [{ kind: 'status', status: 403, description: 'Forbidden: bot was kicked', times: 1, after: 5 }]],
    ['connections that drop before', [{ kind: 'reset', times: 4, after: 2 }]],
    ['connections that drop after', [{ kind: 'reset_after_accept', times: 4, after: 2 }]],
    ['pages of a proxy', [{ kind: 'html', times: 4, after: 2 }]],
  ] as const)('is filled in spite of %s, and no link is lost', async (_name, faults) => {
    const { projectId } = await setUp();
    for (const fault of faults) world.telegram.inject({ ...fault, method: 'createChatInviteLink' });
    await world.start({ timing: { checkMs: 1_000 } });
    const passing = setInterval(() => world.pass(1_000), 50);
    await expect.poll(() => ready(projectId)).toBeGreaterThanOrEqual(20);
    clearInterval(passing);
    expect(await unknownLinks(projectId)).toEqual([]);
  });

  it('leaves Telegram alone for as long as it says', async () => {
    const { projectId } = await setUp();
    world.telegram.inject({
      kind: 'status',
      status: 429,
      retryAfterSeconds: 600,
      method: 'createChatInviteLink',
      after: 1,
    });
    const server = await world.start({ timing: { lookMs: 20, checkMs: 20 } });
    const made = () => world.telegram.calls.filter(({ method }) => method === 'createChatInviteLink');
    await expect.poll(() => made().some(({ status }) => status === 429)).toBe(true);
    // Checks, approvals and messages do not wait for that.
    const calls = world.telegram.calls.length;
    await expect.poll(() => world.telegram.calls.length).toBeGreaterThan(calls + 10);
    expect((await server.messengers.overview(projectId)).state).toBe('working');
    expect(made().at(-1)?.status).toBe(429);
    const before = made().length;
    world.pass(601_000);
    await expect.poll(() => made().length).toBeGreaterThan(before);
  });

  it('gives no link to two visitors: two processes, one of them killed, all at once', async () => {
    const { projectId, linkId } = await setUp();
    const [one, two] = [await world.start(), await world.start()];
    await expect.poll(() => ready(projectId)).toBeGreaterThanOrEqual(20);
    const given = (await Promise.all([visits(one, projectId, linkId, 8), visits(two, projectId, linkId, 8)])).flat();
    await one.kill();
    given.push(...(await visits(two, projectId, linkId, 5)));
    const three = await world.start();
    // What the killed one had reserved comes back when its time is over.
    world.pass(700_000);
    await expect.poll(() => ready(projectId)).toBeGreaterThanOrEqual(20);
    given.push(
      ...(await Promise.all([visits(two, projectId, linkId, 10), visits(three, projectId, linkId, 10)])).flat(),
    );
    expect(given.length).toBeGreaterThan(15);
    expect(new Set(given).size).toBe(given.length);
    const [{ n }] = await world.rows(
      `select count(distinct invite_place)::int as n from clicks where project_id = $1 and invite_place is not null`,
      projectId,
    );
    expect(n).toBe(given.length);
    expect(await unknownLinks(projectId)).toEqual([]);
  });
});

describe.each([
  ['polling', 'http://127.0.0.1:3000'],
  ['a webhook', publicUrl],
])('updates by %s', (_name, address) => {
  it('are stored once each, whatever fails in between', async () => {
    const { projectId } = await setUp();
    const room = world.telegram.chat(channelId);
    const first = await world.start({ publicUrl: address });
    await expect.poll(async () => (await first.messengers.overview(projectId)).state).toBe('working');
    const people = Array.from({ length: 60 }, (_one, index) => 1_000 + index);
    world.telegram.inject({ kind: 'status', status: 502, method: 'getUpdates', times: 2 });
    world.telegram.inject({ kind: 'reset_after_accept', method: 'getUpdates', times: 2, after: 1 });
    world.telegram.inject({ kind: 'status', status: 429, retryAfterSeconds: 1, method: 'getUpdates', after: 2 });
    for (const [index, person] of people.entries()) {
      room.join(person);
      if (index === 20) await first.kill();
      // The lease of the one that was killed ends.
      if (index === 25) world.pass(21_000);
      if (index === 30) await world.start({ publicUrl: address });
      if (index % 3 === 0) room.leave(person);
    }
    await expect.poll(() => world.telegram.pending('my_bot')).toBe(0);
    const counted = await world.rows(
      `select kind, count(*)::int as n from events where project_id = $1 group by kind order by kind`,
      projectId,
    );
    expect(counted).toEqual([
      { kind: 'join', n: 60 },
      { kind: 'leave', n: 20 },
    ]);
  });

  it('wait at Telegram while they cannot be stored', async () => {
    const { projectId } = await setUp();
    const server = await world.start({ publicUrl: address });
    await expect.poll(async () => (await server.messengers.overview(projectId)).state).toBe('working');
    // That the bot became an administrator is an update, too.
    await expect.poll(() => world.telegram.pending('my_bot')).toBe(0);
    await database.pool.query(
      `create function refuse() returns trigger language plpgsql as $$ begin raise exception 'no room' using errcode = '53100'; end $$`,
    );
    await database.pool.query('create trigger refuses before insert on events execute function refuse()');
    world.telegram.chat(channelId).join(1);
    const errors = () =>
      address === publicUrl
        ? world.telegram.pending('my_bot')
        : world.telegram.calls.filter(({ method }) => method === 'getUpdates').length;
    const before = errors();
    await expect.poll(errors).toBeGreaterThanOrEqual(address === publicUrl ? 1 : before + 2);
    expect(world.telegram.pending('my_bot')).toBe(1);
    await database.pool.query('drop trigger refuses on events');
    await database.pool.query('drop function refuse()');
    await expect.poll(() => world.telegram.pending('my_bot')).toBe(0);
    expect(await world.rows('select kind from events where project_id = $1', projectId)).toEqual([{ kind: 'join' }]);
  });
});
