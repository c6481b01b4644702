import { describe, expect, it } from 'vitest';
import { useDatabase } from '../testing/test-database.ts';
import { channelId, publicUrl, useMessengers } from './testing/use-messengers.ts';

const database = useDatabase();
const world = useMessengers(database);

const ready = (projectId: string) => async () =>
  (
    await world.rows(
      `select count(*)::int as n from invite_links where project_id = $1 and state in ('free', 'reserved')`,
      projectId,
    )
  )[0].n;

async function subscriber(projectId: string, userId: number) {
  const [row] = await world.rows(
    'select status from subscribers where project_id = $1 and user_id = $2',
    projectId,
    String(userId),
  );
  return row?.status ?? null;
}

describe.each([
  ['by long polling', 'http://127.0.0.1:3000', 'polling'],
  ['by webhook', publicUrl, 'webhook'],
])('a private channel whose updates come %s', (_name, address, mode) => {
  it('knows who joins and leaves, and gives each visitor a link of their own', async () => {
    world.telegram.administer(channelId, 'my_bot');
    const projectId = await world.project({});
    const linkId = await world.link(projectId);
    const server = await world.start({ publicUrl: address });
    await expect.poll(ready(projectId), { timeout: 5_000 }).toBeGreaterThanOrEqual(20);
    expect(await server.messengers.overview(projectId)).toMatchObject({
      state: 'working',
      mode,
      problems: [],
      bot: { username: 'my_bot' },
    });

    const first = await server.visit(projectId, linkId);
    const second = await server.visit(projectId, linkId);
    expect(first.way?.lease?.inviteLink).toMatch(/^https:\/\/t\.me\/\+/);
    expect(second.way?.location).not.toBe(first.way?.location);
    const room = world.telegram.chat(channelId);
    expect(room.joinBy(1, first.way?.location ?? '')).toBe('joined');
    await expect.poll(() => subscriber(projectId, 1)).toBe('member');
    room.leave(1);
    await expect.poll(() => subscriber(projectId, 1)).toBe('left');
    expect(
      await world.rows(
        'select state, click_id, link_id from invite_links where invite_link = $1',
        second.way?.location,
      ),
    ).toEqual([{ state: 'leased', click_id: second.clickId, link_id: linkId }]);
    const requests = await world.rows(
      `select method, outcome from requests where project_id = $1 and outcome = 'accepted'`,
      projectId,
    );
    expect(requests).toEqual([
      { method: 'on_telegram_webhook', outcome: 'accepted' },
      { method: 'on_telegram_webhook', outcome: 'accepted' },
    ]);
    await expect.poll(() => world.telegram.pending('my_bot')).toBe(0);
  });
});
