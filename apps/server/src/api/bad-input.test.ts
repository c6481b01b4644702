import { beforeAll, describe, expect, it } from 'vitest';
import { useDatabase } from '../testing/test-database.ts';
import { type TestBot, useServer } from '../testing/test-server.ts';

/** Whatever comes in gets a clear answer, stands in the request log, and harms nothing else. */
const server = useServer(useDatabase());
let bot: TestBot;
let bystander: { first_join_date: number };
beforeAll(async () => {
  bot = await server.bot();
  await bot.call('user_did_start_bot', { user_id: 'bystander', first_name: 'Anna' });
  bystander = (await bot.call('get_user_info', { user_id: 'bystander' })).body.data;
});

const start = (id: number, text: unknown, more: object = {}) => ({
  update_id: id,
  message: {
    message_id: id,
    from: { id, is_bot: false, first_name: 'Вася', ...more },
    chat: { id, type: 'private' },
    date: Math.floor(Date.now() / 1000),
    text,
  },
});

describe('is stored as far as it can be', () => {
  it.each([
    ['NUL characters', 'a\u0000b', 'a\ufffdb'],
    ['a lone surrogate', 'a\ud800b', 'a\ufffdb'],
    ['emoji, right to left, zero width', '👩‍👩‍👧 שלום \u200b', '👩‍👩‍👧 שלום \u200b'],
    ['quotes, braces and backslashes', '{"a\\",NULL}', '{"a\\",NULL}'],
    ['SQL and HTML', `'; drop table events; -- <script>`, `'; drop table events; -- <script>`],
  ])('a name with %s', async (name, sent, kept) => {
    const answer = await bot.call('user_did_start_bot', { user_id: `name ${name}`, first_name: sent, last_name: null });
    expect(answer.body).toEqual({ status: 'OK', mode: 'production' });
    expect((await bot.call('get_user_info', { user_id: `name ${name}` })).body.data.first_name).toBe(kept);
  });

  it.each(['PJnotacode', 'promo 1', '/start again', 'ünïcode ☃', 'x'.repeat(5_000)])(
    'a start value that is no code: %.20s',
    async (value) => {
      const id = Math.floor(Math.random() * 1e9);
      expect((await bot.call('on_telegram_webhook', start(id, `/start ${value}`))).body.status).toBe('OK');
      const { body } = await bot.manage('GET', `/subscribers/${id}`);
      expect(JSON.stringify(body.touches)).toContain('unknown');
    },
  );
});

describe('bodies as senders send them', () => {
  const update = (id: number): string => JSON.stringify(start(id, '/start'));
  it.each<[string, (id: number) => string | FormData, Record<string, string>]>([
    ['JSON in a string', (id) => JSON.stringify(update(id)), { 'content-type': 'application/json' }],
    ['JSON with a byte order mark', (id) => `\ufeff${update(id)}`, { 'content-type': 'application/json' }],
    ['no content type', update, {}],
    ['an odd content type', update, { 'content-type': 'application/ json' }],
    ['plain text', update, { 'content-type': 'text/plain' }],
    [
      'wrapped in a variable',
      (id) => JSON.stringify({ tg_request: update(id) }),
      { 'content-type': 'application/json' },
    ],
    [
      'a form',
      (id) => new URLSearchParams({ tg_request: update(id) }).toString(),
      { 'content-type': 'application/x-www-form-urlencoded' },
    ],
    [
      'multipart',
      (id) => {
        const form = new FormData();
        form.set('update', update(id));
        return form;
      },
      {},
    ],
  ])('%s', async (_name, make, headers) => {
    const id = Math.floor(Math.random() * 1e9) + 1;
    expect((await bot.call('on_telegram_webhook', make(id), { headers })).body).toEqual({
      status: 'OK',
      mode: 'production',
    });
    expect((await bot.call('get_user_info', { user_id: String(id) })).body.data.first_name).toBe('Вася');
  });

  it('nulls, unknown fields and numbers for ids', async () => {
    const body = {
      user_id: 555,
      first_name: 'A',
      last_name: null,
      username: null,
      start_value: '',
      surprise: { deep: [1] },
    };
    expect((await bot.call('user_id_subscribe', body)).body.status).toBe('OK');
    expect((await bot.call('get_user_info', { user_id: '555' })).body.data).toMatchObject({
      user_id: '555',
      first_name: 'A',
      last_name: '',
    });
  });

  it('an update of a type that did not exist yesterday is OK and recorded as ignored', async () => {
    expect((await bot.call('on_telegram_webhook', { update_id: 9, telepathy: { from: { id: 1 } } })).body).toEqual({
      status: 'OK',
      mode: 'production',
    });
    const { body } = await bot.manage('GET', '/requests?outcome=ignored&limit=1');
    expect(body.items[0]).toMatchObject({
      method: 'on_telegram_webhook',
      status: 0,
      details: expect.stringContaining('says nothing about'),
    });
  });
});

it('stands in the request log with its error, and a bystander is as before', async () => {
  await bot.call('add_event', '{"user_id":');
  await expect
    .poll(async () => (await bot.manage('GET', '/requests?outcome=refused&limit=1')).body.items[0])
    .toMatchObject({
      method: 'add_event',
      status: 400,
      body: '{"user_id":',
    });
  expect((await bot.call('get_user_info', { user_id: 'bystander' })).body.data).toEqual(bystander);
});
