import { describe, expect, it } from 'vitest';
import { useDatabase } from '../testing/test-database.ts';
import { channelId, publicUrl, type TestProcess, useMessengers } from './testing/use-messengers.ts';

const database = useDatabase();
const world = useMessengers(database);

async function readyLinks(projectId: string): Promise<number> {
  const [{ n }] = await world.rows(
    `select count(*)::int as n from invite_link_states where project_id = $1 and state in ('free', 'reserved')`,
    projectId,
  );
  return n;
}

/** A private channel with its bot in place and links ready. */
async function channel(
  address = 'http://127.0.0.1:3000',
): Promise<{ projectId: string; linkId: string; server: TestProcess }> {
  world.telegram.administer(channelId, 'my_bot');
  const projectId = await world.project({});
  const linkId = await world.link(projectId);
  const server = await world.start({ publicUrl: address });
  await expect.poll(() => readyLinks(projectId)).toBeGreaterThanOrEqual(20);
  return { projectId, linkId, server };
}

describe.each([
  ['by long polling', 'http://127.0.0.1:3000', 'polling'],
  ['by webhook', publicUrl, 'webhook'],
])('a private channel whose updates come %s', (_name, address, mode) => {
  it('knows who joins and leaves, and by which click', async () => {
    const { projectId, linkId, server } = await channel(address);
    expect(await server.messengers.overview(projectId)).toMatchObject({
      state: 'working',
      mode,
      problems: [],
      bot: { username: 'my_bot' },
    });
    const first = await server.visit(projectId, linkId);
    const second = await server.visit(projectId, linkId);
    expect(second.way?.location).not.toBe(first.way?.location);
    const room = world.telegram.chat(channelId);
    expect(room.joinBy(1, first.way?.location ?? '')).toBe('joined');
    const touch = { source_type: 'invite_link', click_id: first.clickId, link_id: linkId };
    await expect.poll(() => world.lastTouch(projectId, 1)).toEqual({ ...touch, status: 'member' });
    room.leave(1);
    await expect.poll(() => world.lastTouch(projectId, 1)).toEqual({ ...touch, status: 'left' });
    const links = await world.rows(
      `select click_id, state from clicks c join invite_links i on i.project_id = c.project_id and place = invite_place join invite_link_states s on s.project_id = i.project_id and s.invite_link = i.invite_link where c.project_id = $1 order by click_id`,
      projectId,
    );
    expect(links).toEqual([
      { click_id: first.clickId, state: 'used' },
      { click_id: second.clickId, state: 'leased' },
    ]);
    const calls = await world.rows(
      'select method, outcome from requests where project_id = $1 order by request_id',
      projectId,
    );
    expect(calls.filter(({ outcome }) => outcome === 'accepted')).toEqual([
      { method: 'on_telegram_webhook', outcome: 'accepted' },
      { method: 'on_telegram_webhook', outcome: 'accepted' },
    ]);
    await expect.poll(() => world.telegram.pending('my_bot')).toBe(0);
  });
});

describe('an invite link', () => {
  it('that somebody came by is revoked, so that it lets in nobody else when they leave', async () => {
    const { projectId, linkId, server } = await channel();
    const { way } = await server.visit(projectId, linkId);
    const room = world.telegram.chat(channelId);
    room.joinBy(1, way?.location ?? '');
    await expect.poll(() => world.lastTouch(projectId, 1)).toMatchObject({ status: 'member' });
    world.pass(120_000);
    await expect.poll(() => room.chat.links.get(way?.location ?? '')?.isRevoked).toBe(true);
    room.leave(1);
    expect(room.joinBy(2, way?.location ?? '')).toBe('expired');
  });

  it('works for late joiners until its time is over, and is revoked then', async () => {
    const { projectId, linkId, server } = await channel();
    const [late, never] = [await server.visit(projectId, linkId), await server.visit(projectId, linkId)];
    world.pass(20 * 86_400_000);
    const room = world.telegram.chat(channelId);
    expect(room.joinBy(1, late.way?.location ?? '')).toBe('joined');
    await expect.poll(() => world.lastTouch(projectId, 1)).toMatchObject({ click_id: late.clickId });
    world.pass(11 * 86_400_000);
    await expect.poll(() => room.chat.links.get(never.way?.location ?? '')?.isRevoked).toBe(true);
    expect(
      await world.rows('select state from invite_link_states where invite_link = $1', never.way?.location),
    ).toEqual([{ state: 'revoked' }]);
  });

  it('is shared by all visitors of a tracking link while the pool is empty, and says so much', async () => {
    world.telegram.administer(channelId, 'my_bot');
    const projectId = await world.project({});
    const [linkId, other] = [await world.link(projectId), await world.link(projectId)];
    const server = await world.start();
    const shared = `select count(*)::int as n from invite_links where project_id = $1 and place is null`;
    await expect.poll(async () => (await world.rows(shared, projectId))[0].n).toBe(2);
    // From now on Telegram makes none: the pool runs dry.
    world.telegram.inject({
      kind: 'status',
      status: 429,
      retryAfterSeconds: 3600,
      method: 'createChatInviteLink',
      times: 99,
    });
    const visits = [];
    for (let visitor = 0; visitor < 40; visitor += 1) visits.push(await server.visit(projectId, linkId));
    const dry = visits.filter(({ way }) => way?.invitePlace === null);
    expect(dry.length).toBeGreaterThan(0);
    expect(new Set(dry.map(({ way }) => way?.location)).size).toBe(1);
    expect((await server.visit(projectId, other)).way?.location).not.toBe(dry[0]?.way?.location);
    const room = world.telegram.chat(channelId);
    expect([room.joinBy(1, dry[0]?.way?.location ?? ''), room.joinBy(2, dry[0]?.way?.location ?? '')]).toEqual([
      'joined',
      'joined',
    ]);
    await expect
      .poll(() => world.lastTouch(projectId, 2))
      .toEqual({ source_type: 'invite_link', click_id: null, link_id: linkId, status: 'member' });
  });
});

describe('members', () => {
  it('who leave, are banned, unbanned and come back end where they are', async () => {
    const { projectId, linkId, server } = await channel();
    const room = world.telegram.chat(channelId);
    const { way } = await server.visit(projectId, linkId);
    room.joinBy(1, way?.location ?? '');
    room.leave(1);
    room.join(1, 5);
    room.ban(1);
    room.unban(1);
    room.joinBy(2, (await server.visit(projectId, linkId)).way?.location ?? '');
    room.leave(2);
    room.join(2, 5);
    await expect.poll(() => world.telegram.pending('my_bot')).toBe(0);
    expect(await world.lastTouch(projectId, 1)).toMatchObject({ status: 'left' });
    expect(await world.lastTouch(projectId, 2)).toMatchObject({ status: 'member', source_type: 'invite_link' });
  });
});
