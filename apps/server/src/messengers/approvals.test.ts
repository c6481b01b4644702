import { describe, expect, it } from 'vitest';
import { insertDestination } from '../testing/fixture-project.ts';
import { useDatabase } from '../testing/test-database.ts';
import { channelId, type TestProcess, useMessengers } from './testing/use-messengers.ts';

const database = useDatabase();
const world = useMessengers(database);

async function setUp(settings: { joinRequests?: boolean; autoApproveSeconds?: number | null } = {}) {
  world.telegram.administer(channelId, 'my_bot');
  const projectId = await world.project({});
  const server = await world.start();
  await server.messengers.change(projectId, settings);
  await expect.poll(async () => (await server.messengers.overview(projectId)).state).toBe('working');
  return { projectId, server, room: world.telegram.chat(channelId) };
}

async function personalLink(server: TestProcess, projectId: string, linkId: string | null): Promise<string> {
  // The link that was found: where the pool is short, the next visit may find none.
  let found = '';
  const find = async (): Promise<string> => {
    const { way } = await server.visit(projectId, linkId);
    if (way !== null && way.invitePlace !== null) found = way.location;
    return found;
  };
  await expect.poll(find).not.toBe('');
  return found;
}

const approvals = () =>
  world.telegram.calls.filter(({ method, status }) => method === 'approveChatJoinRequest' && status === 200).length;

describe('a request to join', () => {
  it('by a link that approves at once is approved at once, and counts for its click', async () => {
    const { projectId, server, room } = await setUp();
    const linkId = await world.link(projectId, { autoApprove: 0 });
    const url = await personalLink(server, projectId, linkId);
    expect(room.chat.links.get(url)).toMatchObject({ createsJoinRequest: true, memberLimit: null });
    expect(room.joinBy(1, url)).toBe('requested');
    await expect.poll(() => room.isMember(1)).toBe(true);
    await expect
      .poll(() => world.lastTouch(projectId, 1))
      .toMatchObject({ source_type: 'invite_link', link_id: linkId, status: 'member' });
  });

  it('is told as the goal "open" of its click, though nobody has let them in', async () => {
    world.telegram.administer(channelId, 'my_bot');
    const projectId = await world.project({});
    await insertDestination(database.pool, projectId, { type: 'postback', scope: 'all', goals: { open: 'opened' } });
    const server = await world.start();
    await server.messengers.change(projectId, { joinRequests: true, autoApproveSeconds: 600 });
    await expect.poll(async () => (await server.messengers.overview(projectId)).state).toBe('working');
    const room = world.telegram.chat(channelId);
    const linkId = await world.link(projectId, { autoApprove: 3_600 });
    expect(room.joinBy(7, await personalLink(server, projectId, linkId))).toBe('requested');
    const told = async () =>
      (
        await database.pool.query(
          `select c.cause, c.target, c.user_id, l.link_id from conversions c
           left join clicks l on l.project_id = c.project_id and l.click_id = c.click_id where c.project_id = $1`,
          [projectId],
        )
      ).rows;
    await expect.poll(told).toEqual([{ cause: 'open', target: 'opened', user_id: '7', link_id: linkId }]);
    expect(room.isMember(7)).toBe(false);
  });

  it('waits as long as its link says, else as long as the channel says, else for the owner', async () => {
    const { projectId, server, room } = await setUp({ joinRequests: true, autoApproveSeconds: 600 });
    const [slow, plain] = [await world.link(projectId, { autoApprove: 3_600 }), await world.link(projectId)];
    room.joinBy(1, await personalLink(server, projectId, slow));
    room.joinBy(2, await personalLink(server, projectId, plain));
    room.joinBy(3, room.addLink({ creatorId: 5, createsJoinRequest: true }).url);
    const waiting = async () => (await server.messengers.overview(projectId)).joinRequests;
    await expect.poll(waiting).toEqual({ waiting: 3, by_hand: 0 });
    world.pass(700_000);
    await expect.poll(() => [1, 2, 3].map((person) => room.isMember(person))).toEqual([false, true, true]);
    world.pass(3_000_000);
    await expect.poll(() => room.isMember(1)).toBe(true);
    await server.messengers.change(projectId, { autoApproveSeconds: null });
    room.joinBy(4, await personalLink(server, projectId, plain));
    await expect.poll(waiting).toEqual({ waiting: 0, by_hand: 1 });
  });

  it('is approved once and not forgotten, whatever happens to the server meanwhile', async () => {
    const { projectId, server, room } = await setUp({ joinRequests: true, autoApproveSeconds: 600 });
    const url = room.addLink({ creatorId: 5, createsJoinRequest: true }).url;
    const people = Array.from({ length: 12 }, (_one, index) => 100 + index);
    for (const person of people) room.joinBy(person, url);
    await expect
      .poll(async () => (await server.messengers.overview(projectId)).joinRequests.waiting)
      .toBe(people.length);
    await server.kill();
    // The answer to the third is lost, and the process dies with it.
    world.telegram.inject({ kind: 'reset_after_accept', method: 'approveChatJoinRequest', after: 2 });
    world.telegram.inject({
      kind: 'status',
      status: 429,
      retryAfterSeconds: 1,
      method: 'approveChatJoinRequest',
      after: 5,
    });
    world.pass(700_000);
    const second = await world.start();
    await expect.poll(() => approvals()).toBeGreaterThan(3);
    await second.kill();
    await world.start();
    world.pass(700_000);
    await expect.poll(() => people.every((person) => room.isMember(person))).toBe(true);
    await expect
      .poll(() =>
        world.rows('select state, count(*)::int as n from join_requests where project_id = $1 group by 1', projectId),
      )
      .toEqual([{ state: 'approved', n: people.length }]);
    // The messenger tells of each join after the approval, in updates of their own.
    const joins = () =>
      world.rows(`select count(*)::int as n from events where project_id = $1 and kind = 'join'`, projectId);
    await expect.poll(joins).toEqual([{ n: people.length }]);
  });

  it('that was taken back, or answered by hand, is settled without a trace of trouble', async () => {
    const { projectId, server, room } = await setUp({ joinRequests: true, autoApproveSeconds: 600 });
    const url = room.addLink({ creatorId: 5, createsJoinRequest: true }).url;
    room.joinBy(1, url);
    room.joinBy(2, url);
    await expect.poll(async () => (await server.messengers.overview(projectId)).joinRequests.waiting).toBe(2);
    room.withdraw(1);
    room.answerRequest(2, 5, true);
    world.pass(700_000);
    await expect
      .poll(() => world.rows('select user_id, state from join_requests where project_id = $1 order by 1', projectId))
      .toEqual([
        { user_id: '1', state: 'gone' },
        { user_id: '2', state: 'approved' },
      ]);
    expect((await server.messengers.overview(projectId)).state).toBe('working');
  });

  it('waits for the right to approve it', async () => {
    const { projectId, server, room } = await setUp({ joinRequests: true, autoApproveSeconds: 0 });
    const url = room.addLink({ creatorId: 5, createsJoinRequest: true }).url;
    world.telegram.inject({
      kind: 'status',
      status: 400,
      description: 'Bad Request: not enough rights',
      method: 'approveChatJoinRequest',
      times: 2,
    });
    room.joinBy(1, url);
    const failed = () =>
      world.rows('select attempts from join_requests where project_id = $1 and attempts > 0', projectId);
    await expect.poll(failed).toHaveLength(1);
    world.pass(700_000);
    await expect.poll(() => room.isMember(1)).toBe(true);
    expect((await server.messengers.overview(projectId)).joinRequests).toEqual({ waiting: 0, by_hand: 0 });
  });
});
