import { startTelegram, type TelegramSimulator } from '@otkuda/simulators';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useDatabase } from '../testing/test-database.ts';
import { useServer } from '../testing/test-server.ts';
import { botToken, channelId } from './testing/use-messengers.ts';

const database = useDatabase();
const browser =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1';

let telegram: TelegramSimulator | undefined;
const environment: Record<string, string> = {};
beforeAll(async () => {
  telegram = await startTelegram({ pollMsMax: 300 });
  telegram.addBot(botToken, 'my_bot');
  telegram.addChat({ id: channelId, title: 'My channel' });
  telegram.administer(channelId, 'my_bot');
  environment.TELEGRAM_API_URL = telegram.url;
});
const server = useServer(database, environment);
afterAll(() => telegram?.close());

async function open(url: string, userAgent = browser): Promise<string | null> {
  const response = await fetch(url, { redirect: 'manual', headers: { 'user-agent': userAgent } });
  await response.arrayBuffer();
  return response.headers.get('location');
}

describe('a tracking link of a private channel', () => {
  it('leads each visitor to an invite link of their own, and a preview to the shared one', async () => {
    const body = { platform: 'telegram', kind: 'channel', title: 'My channel', messenger_token: botToken };
    const project = (await server.manage('POST', '/projects', body)).body;
    const path = `/projects/${project.id}`;
    const link = (await server.manage('POST', `${path}/links`, { name: 'Ad' })).body;
    const messenger = async () => (await server.manage('GET', `${path}/messenger`)).body;
    // The only channel of the bot learns its chat when the bot is made an administrator.
    telegram?.administer(channelId, 'my_bot');
    await expect.poll(async () => (await messenger()).invite_links).toMatchObject({ shared: 1 });
    expect(await messenger()).toMatchObject({
      state: 'working',
      mode: 'polling',
      problems: [],
      bot: { username: 'my_bot' },
    });

    const [first, second] = [await open(link.url), await open(link.url)];
    expect(first).toMatch(/^https:\/\/t\.me\/\+/);
    expect(second).not.toBe(first);
    const shown = await open(link.url, 'TelegramBot (like TwitterBot)');
    expect([first, second]).not.toContain(shown);
    expect(telegram?.chat(channelId).chat.links.get(shown ?? '')).toMatchObject({
      memberLimit: null,
      name: expect.stringContaining('Ad'),
    });
    expect(telegram?.chat(channelId).joinBy(77, first ?? '')).toBe('joined');
    await expect
      .poll(async () => (await server.manage('GET', `${path}/links/${link.id}`)).body.counts)
      .toMatchObject({ joins: 1, machine_clicks: 2 });
  });
});

describe('the messenger of a project', () => {
  it('names each field that is not in order', async () => {
    const project = (await server.manage('POST', '/projects', { platform: 'max', kind: 'bot', title: 'MAX' })).body;
    const path = `/projects/${project.id}/messenger`;
    expect((await server.manage('GET', path)).body).toMatchObject({
      state: 'off',
      mode: null,
      bot: null,
      problems: [],
    });
    const wrong = await server.manage('PATCH', path, { auto_approve: -1, lease_days: 0, hop: true });
    expect(wrong.httpStatus).toBe(400);
    expect(wrong.body.errors.map(({ field }: { field: string }) => field).toSorted()).toEqual([
      'auto_approve',
      'hop',
      'lease_days',
    ]);
    expect((await server.manage('POST', `${path}/check`, { take_over_webhook: 'yes' })).httpStatus).toBe(400);
    const changed = { auto_approve: 60, join_requests: true, bot_hop: false, lease_days: 7, long_polling: true };
    expect((await server.manage('PATCH', path, changed)).body).toMatchObject(changed);
    expect((await server.manage('PATCH', path, { auto_approve: null, bot_hop: null })).body).toMatchObject({
      ...changed,
      auto_approve: null,
      bot_hop: null,
    });
    const code = await server.manage('POST', `${path}/owner-code`);
    expect([code.httpStatus, code.body.code]).toEqual([201, expect.stringMatching(/^otk-[A-Z2-9]{10}$/)]);
    expect((await server.manage('DELETE', `${path}/owner-chats/5`)).httpStatus).toBe(404);
    expect((await server.manage('GET', '/projects/999999/messenger')).httpStatus).toBe(404);
  });
});
