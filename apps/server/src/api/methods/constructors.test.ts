import { beforeAll, describe, expect, it } from 'vitest';
import { useDatabase } from '../../testing/test-database.ts';
import { type TestBot, useServer } from '../../testing/test-server.ts';

/** The methods of the constructors and of MAX, as they are called: one good call of each, and the messenger they are for. */
const server = useServer(useDatabase());
const ok = { status: 'OK', mode: 'production' };
const now = Date.now();
const code = 'PJ0198f1c27a3b7c4d8e5f6a7b8c9d0e1f';
let bot: TestBot;
let maxBot: TestBot;

beforeAll(async () => {
  bot = await server.bot();
  maxBot = await server.bot({ platform: 'max' });
});

const update = (id: number) => ({
  update_id: id,
  message: {
    ...{ message_id: 1, date: Math.floor(now / 1000), text: `/start ${code}` },
    chat: { id, type: 'private' },
    from: { id, is_bot: false, first_name: 'Anna' },
  },
});
const sendPulse = (title: string, id: number, afterMs = 0) => ({
  ...{ service: 'telegram', title, date: now - 60_000 + afterMs },
  contact: {
    id: `c${id}`,
    telegram_id: id,
    name: 'Anna',
    last_message: title === 'bot_block' ? 'bye' : `/start ${code}`,
  },
});

async function eventsOf({ manage }: TestBot, userId: string) {
  const { body } = await manage('GET', `/events?user_id=${userId}`);
  return body.items.map(({ type, amount }: Record<string, unknown>) => ({ type, amount }));
}

describe('a start is stored by', () => {
  it.each<[string, object | string, string]>([
    ['sambot_on_tg_webhook', { webhook: update(1) }, '1'],
    ['my_bothelp_was_started', { user_id: '2', name: 'Anna', ref: code }, '2'],
    ['my_bothelp_was_started', 'user_id=3&name=Anna&ref=', '3'],
    ['on_send_pulse_event', [sendPulse('new_subscriber', 4)], '4'],
    ['win_win_was_started', { user: { telegram_id: 5, first_name: 'Anna' } }, '5'],
    ['on_toolsy_event', { event: 'bot.start', data: { user: { telegram_id: 6, first_name: 'Anna' } } }, '6'],
  ])('%s', async (method, body, userId) => {
    const headers = typeof body === 'string' ? { 'content-type': 'application/x-www-form-urlencoded' } : undefined;
    expect((await bot.call(method, body, headers === undefined ? {} : { headers })).body).toEqual(ok);
    expect(await eventsOf(bot, userId)).toEqual([{ type: 'start', amount: null }]);
    expect((await bot.call('get_user_info', { user_id: userId })).body.data.first_name).toBe('Anna');
  });

  it('on_max_webhook, as it came and within a variable of SaleBot', async () => {
    const started = (id: number) => ({
      ...{ update_type: 'bot_started', timestamp: now, chat_id: id, payload: code },
      user: { user_id: id, first_name: 'Anna', is_bot: false },
    });
    expect((await maxBot.call('on_max_webhook', started(1))).body).toEqual(ok);
    expect((await maxBot.call('on_max_webhook', started(1))).body).toEqual(ok);
    expect(await eventsOf(maxBot, '1')).toEqual([{ type: 'start', amount: null }]);
    expect((await maxBot.call('on_max_webhook', { tt_request: JSON.stringify(started(2)) })).body).toEqual(ok);
    expect(await eventsOf(maxBot, '2')).toEqual([{ type: 'start', amount: null }]);
  });
});

describe('on_toolsy_event', () => {
  it('told twice counts the money once, under the goal that the project set', async () => {
    await bot.manage('PATCH', '', { toolsy_goals: { payment_created: 'buy' } });
    const paid = {
      ...{ event: 'payment.created', created_at: new Date(now).toISOString() },
      data: { amount: '990.00', user: { telegram_id: 20 } },
    };
    expect((await bot.call('on_toolsy_event', paid)).body).toEqual(ok);
    expect((await bot.call('on_toolsy_event', paid)).body).toEqual(ok);
    expect(await eventsOf(bot, '20')).toEqual([
      { type: 'toolsy_payment_created', amount: expect.stringMatching(/^990/) },
    ]);
    const { body } = await bot.manage('GET', '/events?user_id=20');
    expect(body.items).toMatchObject([{ target: 'buy' }]);
  });
});

it('win_win_was_started answers a probe OK', async () => {
  for (const probe of ['', '{}', '[]', '{"test": true}']) {
    expect((await bot.call('win_win_was_started', probe)).body).toEqual(ok);
  }
});

it.each(['my_bothelp_was_started', 'on_send_pulse_event', 'on_toolsy_event'])(
  '%s refuses a start of nobody with the fields it looked at',
  async (method) => {
    const { httpStatus, body } = await bot.call(method, { title: 'new_subscriber', event: 'start', ref: code });
    expect(httpStatus).toBe(422);
    expect(body.error_details).toMatch(/user_id.*looked at|looked at.*telegram_id/);
  },
);

describe('on_send_pulse_event three times, in random order and at once', () => {
  it.each([30, 31, 32, 33, 34])('is one start and one stop (%d)', async (id) => {
    const starts = [sendPulse('new_subscriber', id), sendPulse('incoming_message', id, 900)];
    const deliver = (events: readonly object[]) => {
      const calls = [...events, ...events, ...events].map((event) => ({ event, place: Math.random() }));
      const shuffled = calls.toSorted((a, b) => a.place - b.place);
      return Promise.all(shuffled.map(({ event }) => bot.call('on_send_pulse_event', [event])));
    };
    for (const { body } of await deliver(starts)) expect(body).toEqual(ok);
    expect(await eventsOf(bot, String(id))).toEqual([{ type: 'start', amount: null }]);
    for (const { body } of await deliver([sendPulse('bot_block', id, 5_000)])) expect(body).toEqual(ok);
    for (const { body } of await deliver(starts)) expect(body).toEqual(ok);
    expect((await eventsOf(bot, String(id))).map(({ type }: { type: string }) => type).toSorted()).toEqual([
      'start',
      'stop',
    ]);
    const { data } = (await bot.call('get_user_info', { user_id: String(id) })).body;
    const seconds = (afterMs: number) => Math.floor((now - 60_000 + afterMs) / 1000);
    expect(data.left_date).toBe(seconds(5_000));
    expect([seconds(0), seconds(900)]).toContain(data.first_join_date);
  });
});

describe('404 of the other messenger', () => {
  it.each([
    'sambot_on_tg_webhook',
    'my_bothelp_was_started',
    'on_send_pulse_event',
    'win_win_was_started',
    'on_toolsy_event',
  ])('%s for MAX', async (method) => {
    expect((await maxBot.call(method, {})).httpStatus).toBe(404);
  });

  it('on_max_webhook for Telegram', async () => {
    expect((await bot.call('on_max_webhook', {})).httpStatus).toBe(404);
  });
});
