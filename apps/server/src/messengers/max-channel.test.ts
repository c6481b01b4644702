import { describe, expect, it } from 'vitest';
import { startCodeOf } from '../domain/start-code.ts';
import { useDatabase } from '../testing/test-database.ts';
import { publicUrl, type TestProcess, useMessengers } from './testing/use-messengers.ts';

const database = useDatabase();
const world = useMessengers(database);
const chatId = -70_801_090_403_050;
const chatLink = 'https://max.ru/join/4wlzUCYjJT-UgB4VeHnd';

async function channel(address: string): Promise<{ projectId: string; server: TestProcess; linkId: string }> {
  world.max.addChat({ id: chatId, title: 'Канал', link: chatLink });
  const projectId = await world.project({ platform: 'max', title: 'Канал' });
  const linkId = await world.link(projectId);
  const server = await world.start({ publicUrl: address });
  if (address !== publicUrl) await server.messengers.change(projectId, { longPolling: true });
  await expect
    .poll(async () => (await server.messengers.overview(projectId)).mode)
    .toBe(address === publicUrl ? 'webhook' : 'polling');
  // MAX tells the id of a chat only so.
  world.max.administer(chatId, 'id7_bot');
  await expect.poll(async () => (await server.messengers.overview(projectId)).state).toBe('working');
  return { projectId, server, linkId };
}

describe.each([
  ['a webhook', publicUrl],
  ['long polling', 'http://127.0.0.1:3000'],
])('a channel of MAX by %s', (_name, address) => {
  it('takes visitors through the bot, which shows them the way, and knows them when they join', async () => {
    const { projectId, server, linkId } = await channel(address);
    const { clickId, way } = await server.visit(projectId, linkId);
    expect(way).toEqual({
      location: `https://max.ru/id7_bot?start=${startCodeOf(clickId)}`,
      invitePlace: null,
      shared: null,
    });
    world.max.start(1, 'id7_bot', startCodeOf(clickId));
    await expect.poll(() => world.max.sent('id7_bot')).toMatchObject([{ userId: 1, buttons: [{ url: chatLink }] }]);
    world.pass(2 * 86_400_000);
    world.max.join(1, chatId);
    await expect
      .poll(() => world.lastTouch(projectId, 1))
      .toEqual({ source_type: 'bot_hop', click_id: clickId, link_id: linkId, status: 'member' });
    // Who blocks the bot has not left the channel.
    world.max.stop(1, 'id7_bot');
    world.max.join(2, chatId);
    await expect.poll(() => world.lastTouch(projectId, 2)).toMatchObject({ source_type: 'organic' });
    expect(await world.lastTouch(projectId, 1)).toMatchObject({ status: 'member' });
    world.max.leave(1, chatId);
    await expect.poll(() => world.lastTouch(projectId, 1)).toMatchObject({ status: 'left' });
  });
});

describe('the hop', () => {
  it('is over after 7 days', async () => {
    const { projectId, server, linkId } = await channel(publicUrl);
    const { clickId } = await server.visit(projectId, linkId);
    world.max.start(1, 'id7_bot', startCodeOf(clickId));
    await expect.poll(() => world.max.sent('id7_bot').length).toBe(1);
    world.pass(8 * 86_400_000);
    world.max.join(1, chatId);
    await expect.poll(async () => (await world.lastTouch(projectId, 1))?.status).toBe('member');
    const [{ source_type: joined }] = await world.rows(
      `select t.source_type from events e join touches t on t.project_id = e.project_id and t.touch_id = e.touch_id
       where e.project_id = $1 and e.kind = 'join'`,
      projectId,
    );
    expect(joined).not.toBe('bot_hop');
  });

  it('is answered in spite of faults, and again where the answer was lost', async () => {
    const { projectId, server, linkId } = await channel(publicUrl);
    const { clickId } = await server.visit(projectId, linkId);
    world.max.inject({ kind: 'status', status: 429, retryAfterSeconds: 1, method: 'POST /messages' });
    world.max.inject({ kind: 'reset', method: 'POST /messages' });
    world.max.inject({ kind: 'reset_after_accept', method: 'POST /messages' });
    world.max.start(1, 'id7_bot', startCodeOf(clickId));
    const passing = setInterval(() => world.pass(1_000), 50);
    await expect
      .poll(() => world.rows('select state from chat_messages where project_id = $1', projectId))
      .toEqual([{ state: 'sent' }]);
    clearInterval(passing);
    expect(world.max.sent('id7_bot').length).toBe(2);
  });
});

describe('a public channel of Telegram', () => {
  it('whose visitors go through the bot knows who came by which click', async () => {
    const publicChannel = -1_002_000_000_000;
    world.telegram.addChat({ id: publicChannel, title: 'Public', username: 'public_channel' });
    world.telegram.administer(publicChannel, 'my_bot');
    const projectId = await world.project({ chatId: String(publicChannel) });
    const linkId = await world.link(projectId);
    const server = await world.start();
    await server.messengers.change(projectId, { botHop: true });
    await expect
      .poll(async () => (await server.visit(projectId, linkId)).way?.location ?? '')
      .toMatch(/^https:\/\/t\.me\/my_bot\?start=PJ/);
    const { clickId } = await server.visit(projectId, linkId);
    world.telegram.start(1, 'my_bot', startCodeOf(clickId));
    await expect
      .poll(() => world.telegram.sent('my_bot'))
      .toMatchObject([{ chatId: 1, buttons: [{ url: 'https://t.me/public_channel' }] }]);
    world.telegram.chat(publicChannel).join(1);
    await expect
      .poll(() => world.lastTouch(projectId, 1))
      .toEqual({ source_type: 'bot_hop', click_id: clickId, link_id: linkId, status: 'member' });
  });
});

describe('a bot of several projects', () => {
  it('tells each of them its own', async () => {
    const publicChannel = -1_002_000_000_001;
    world.telegram.addChat({ id: publicChannel, title: 'Public', username: 'public_channel' });
    world.telegram.administer(publicChannel, 'my_bot');
    const channelProject = await world.project({ chatId: String(publicChannel) });
    const botProject = await world.project({ kind: 'bot' });
    const linkId = await world.link(channelProject);
    const server = await world.start();
    await server.messengers.change(channelProject, { botHop: true });
    await expect.poll(async () => (await server.visit(channelProject, linkId)).way).not.toBeNull();
    const { clickId } = await server.visit(channelProject, linkId);
    world.telegram.start(1, 'my_bot', startCodeOf(clickId));
    world.telegram.start(2, 'my_bot');
    world.telegram.chat(publicChannel).join(3);
    await expect.poll(() => world.telegram.pending('my_bot')).toBe(0);
    const seen = async (projectId: string) =>
      (await world.rows('select user_id from subscribers where project_id = $1 order by 1', projectId)).map(
        ({ user_id }) => user_id,
      );
    expect([await seen(channelProject), await seen(botProject)]).toEqual([['1', '3'], ['2']]);
  });
});
