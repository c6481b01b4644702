import { createServer, type IncomingHttpHeaders } from 'node:http';
import { Bot, Keyboard } from '@maxhub/max-bot-api';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type MaxSimulator, startMax } from './simulator.ts';
import type { MaxOptions } from './world.ts';

const chatId = -70_801_090_403_050;

async function world(options: MaxOptions = {}) {
  const max: MaxSimulator = await startMax(options);
  onTestFinished(() => max.close());
  max.addBot('max-token', 'id7_bot');
  max.addChat({ id: chatId, title: 'Channel', link: 'https://max.ru/join/abcdefgh1' });
  const { api } = new Bot('max-token', { clientOptions: { baseUrl: max.url } });
  return { max, api };
}

describe('the official client', () => {
  it('reads updates until its marker commits them', async () => {
    const { max, api } = await world();
    max.administer(chatId, 'id7_bot');
    max.start(1, 'id7_bot', 'PJ1');
    max.join(1, chatId);
    max.leave(1, chatId);
    const first = await api.getUpdates();
    expect(first.updates.map(({ update_type: type }) => type)).toEqual([
      'bot_added',
      'bot_started',
      'user_added',
      'user_removed',
    ]);
    expect(first.updates[1]).toMatchObject({ payload: 'PJ1', user: { user_id: 1 } });
    expect(await api.getUpdates()).toEqual(first);
    max.start(2, 'id7_bot', 'x'.repeat(129));
    const { updates } = await api.getUpdates([], { marker: first.marker });
    expect(updates).toHaveLength(1);
    expect(updates[0]).not.toHaveProperty('payload');
  });

  it('sends messages with buttons to those who have started the bot', async () => {
    const { max, api } = await world();
    await expect(api.sendMessageToUser(1, 'hi')).rejects.toMatchObject({ status: 404 });
    max.start(1, 'id7_bot');
    const button = Keyboard.inlineKeyboard([[Keyboard.button.link('Go', 'https://max.ru/join/abcdefgh1')]]);
    await api.sendMessageToUser(1, 'hi', { attachments: [button] });
    expect(max.sent('id7_bot')).toMatchObject([{ userId: 1, buttons: [{ url: 'https://max.ru/join/abcdefgh1' }] }]);
    max.stop(1, 'id7_bot');
    await expect(api.sendMessageToUser(1, 'hi')).rejects.toMatchObject({ status: 403 });
  });

  it('is refused with another token, and sees a chat only as a member of it', async () => {
    const { max, api } = await world();
    await expect(api.getChat(chatId)).rejects.toMatchObject({ status: 404 });
    max.administer(chatId, 'id7_bot');
    expect(await api.getChat(chatId)).toMatchObject({ link: 'https://max.ru/join/abcdefgh1', type: 'channel' });
    expect(await api.getChatMembership(chatId)).toMatchObject({ is_admin: true });
    max.replaceToken('id7_bot', 'other');
    await expect(api.getMyInfo()).rejects.toMatchObject({ status: 401 });
  });
});

describe('a webhook', () => {
  it('gets an update with its secret again until it answers exactly 200', async () => {
    const calls: { headers: IncomingHttpHeaders; body: string }[] = [];
    const statuses = [500, 204, 200];
    const hook = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += String(chunk);
      });
      request.on('end', () => {
        calls.push({ headers: request.headers, body });
        response.writeHead(statuses[calls.length - 1] ?? 200).end();
      });
    });
    await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void hook.close());
    const address = hook.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const { max, api } = await world({ webhookRetryMs: 1, resolve: () => `http://127.0.0.1:${port}/hook` });
    await api.subscribe('https://otkuda.example/hook', 'secret-1', ['bot_started']);
    expect(await api.getSubscriptions()).toMatchObject([{ updateTypes: ['bot_started'] }]);
    max.start(1, 'id7_bot', 'PJ1');
    max.stop(1, 'id7_bot');
    await expect.poll(() => calls.length).toBe(3);
    expect(new Set(calls.map(({ body }) => body)).size).toBe(1);
    expect(calls[0]?.headers['x-max-bot-api-secret']).toBe('secret-1');
    await expect(api.getUpdates()).rejects.toMatchObject({ status: 400 });
    expect(await api.unsubscribe('https://otkuda.example/hook')).toMatchObject({ success: true });
  });
});
