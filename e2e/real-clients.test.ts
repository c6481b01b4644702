import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Bot as MaxBot } from '@maxhub/max-bot-api';
import { startMax, startTelegram } from '@otkuda/simulators';
import { Telegraf } from 'telegraf';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type AdvertisedBot, advertisedBot } from '../apps/server/src/testing/advertised-bot.ts';
import { useDatabase } from '../apps/server/src/testing/test-database.ts';
import { useServer } from '../apps/server/src/testing/test-server.ts';

/** Bots as people write them, on the clients that they use, with a messenger that behaves like the real one. */
const server = useServer(useDatabase());

/** A server of somebody else's for one test. */
async function listen(handle: RequestListener): Promise<string> {
  const web = createServer(handle);
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    web.closeAllConnections();
    web.close();
  });
  return `http://127.0.0.1:${(web.address() as AddressInfo).port}`;
}

async function send(url: string, body: object): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(await response.json()).toMatchObject({ status: 'OK' });
}

async function known(bot: AdvertisedBot, userId: number): Promise<Record<string, unknown> | undefined> {
  return (await bot.call('get_user_info', { user_id: userId })).body.data;
}

describe('a Telegraf bot', () => {
  it('that tells starts and blocks by calls of its own is counted and attributed', async () => {
    const tracked = await advertisedBot(server);
    const api = `${server.url}/v1/${tracked.key}`;
    const telegram = await startTelegram();
    onTestFinished(() => telegram.close());
    telegram.addBot('110201543:TEST', 'my_bot');
    const bot = new Telegraf('110201543:TEST', { telegram: { apiRoot: telegram.url } });
    bot.start(async ({ from, payload }) => {
      const { id, first_name, last_name = null, username = null } = from;
      const full_name = [first_name, last_name].filter(Boolean).join(' ');
      const person = { user_id: String(id), first_name, last_name, username, full_name };
      await send(`${api}/user_did_start_bot`, { ...person, start_value: payload });
    });
    bot.on('my_chat_member', async ({ from, myChatMember }) => {
      if (myChatMember.new_chat_member.status !== 'kicked') return;
      await send(`${api}/my_bot_was_stopped`, { user_id: String(from.id), date: Math.floor(Date.now() / 1000) });
    });
    bot.hears('+7', async ({ from }) => {
      await send(`${api}/send_reach_goal`, { user_id: String(from.id), target: 'lead' });
    });
    bot.launch().catch(() => {});
    onTestFinished(() => bot.stop());

    telegram.start(7, 'my_bot', await tracked.click());
    await expect.poll(() => known(tracked, 7)).toMatchObject({ invite_link: 'Яндекс.Директ', utm_campaign: 'лето' });
    telegram.write(7, 'my_bot', '+7');
    await expect
      .poll(async () => (await tracked.manage('GET', '/conversions?user_id=7')).body.items)
      .toMatchObject([
        { target: 'lead', state: 'confirmed' },
        { target: 'bot_start', state: 'confirmed' },
      ]);
    telegram.block(7, 'my_bot');
    await expect.poll(async () => (await known(tracked, 7))?.left_date).toBeGreaterThan(0);
  });
});

describe('a bot on the official MAX client', () => {
  /** By a webhook: the client's long polling deletes the owner's own subscriptions. */
  async function launch(project: 'calls of its own' | 'raw updates') {
    const tracked = await advertisedBot(server, { project: { platform: 'max' } });
    let local = '';
    const max = await startMax({ resolve: () => `${local}/hook`, webhookRetryMs: 1 });
    onTestFinished(() => max.close());
    max.addBot('max-token', 'id7_bot');
    const bot = new MaxBot('max-token', { clientOptions: { baseUrl: max.url } });
    const api = `${server.url}/API/bot-api/v1/${tracked.key}`;
    if (project === 'raw updates') {
      bot.use(async ({ update }, next) => {
        await send(`${api}/on_max_webhook`, update);
        return next();
      });
    } else {
      bot.on('bot_started', async ({ user, startPayload }) => {
        const { user_id, first_name, last_name } = user;
        const person = { user_id: String(user_id), first_name, last_name, username: user.username };
        await send(`${api}/user_did_start_bot`, { ...person, start_value: startPayload ?? '' });
      });
      bot.on('bot_stopped', async ({ user }) => {
        await send(`${api}/my_bot_was_stopped`, { user_id: String(user.user_id) });
      });
    }
    const callback = await bot.createWebhook({ domain: 'bot.example', path: '/hook', secret: 'a-secret-of-mine' });
    local = await listen(callback);
    return { tracked, max };
  }

  it.each(['calls of its own', 'raw updates'] as const)('that tells by %s is counted and attributed', async (way) => {
    const { tracked, max } = await launch(way);
    max.start(7, 'id7_bot', await tracked.click());
    await expect.poll(() => known(tracked, 7)).toMatchObject({ invite_link: 'Яндекс.Директ', utm_source: 'yandex' });
    await expect
      .poll(async () => (await tracked.manage('GET', '/conversions?user_id=7')).body.items)
      .toMatchObject([{ target: 'bot_start', state: 'confirmed' }]);
    max.stop(7, 'id7_bot');
    await expect.poll(async () => (await known(tracked, 7))?.left_date).toBeGreaterThan(0);
    const { body } = await tracked.manage('GET', '/events?user_id=7');
    expect(body.items.map(({ type }: { type: string }) => type)).toEqual(['stop', 'start']);
  });
});

describe('n8n', () => {
  /** Its trigger takes the webhook and hands the body on unchanged; its HTTP node posts the item as JSON, or the list of items. */
  it.each([
    ['the item', (update: unknown) => update],
    ['the list of items', (update: unknown) => [update]],
  ])('that posts %s of a Telegram trigger is counted and attributed', async (_what, item) => {
    const tracked = await advertisedBot(server);
    let local = '';
    const telegram = await startTelegram({ resolve: () => `${local}/webhook` });
    onTestFinished(() => telegram.close());
    telegram.addBot('110201543:TEST', 'my_bot');
    local = await listen((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        response.end('{}');
        const update: unknown = JSON.parse(Buffer.concat(chunks).toString());
        void fetch(`${server.url}/v1/${tracked.key}/on_telegram_webhook`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', accept: 'application/json,text/html,*/*' },
          body: JSON.stringify(item(update)),
        });
      });
    });
    const subscribed = await fetch(`${telegram.url}/bot110201543:TEST/setWebhook`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ url: 'https://n8n.example/webhook', allowed_updates: [], secret_token: 'n8n-secret' }),
    });
    expect(await subscribed.json()).toMatchObject({ ok: true });
    telegram.start(7, 'my_bot', await tracked.click());
    await expect.poll(() => known(tracked, 7)).toMatchObject({ invite_link: 'Яндекс.Директ' });
    telegram.block(7, 'my_bot');
    await expect.poll(async () => (await known(tracked, 7))?.left_date).toBeGreaterThan(0);
    telegram.unblock(7, 'my_bot');
    await expect.poll(async () => (await known(tracked, 7))?.left_date).toBe(0);
  });
});
