import { beforeAll, describe, expect, it } from 'vitest';
import { useDatabase } from '../testing/test-database.ts';
import { type TestBot, useServer } from '../testing/test-server.ts';

/** Which goals go to the ad system, which do not, and what the caller is told. */
const server = useServer(useDatabase());
let bot: TestBot;
let linkUrl: string;
const day = 86_400;
const now = Math.floor(Date.now() / 1000);

beforeAll(async () => {
  bot = await server.bot();
  server.metrica.addCounter({
    id: '1',
    login: 'o',
    token: 'y0_TEST',
    goals: ['bot_start', 'lead', 'purchase', 'trial'],
    knownIds: 'all',
  });
  await bot.manage('POST', '/destinations', {
    type: 'yandex_metrica',
    name: 'M',
    settings: { counter_id: '1', oauth_token: 'y0_TEST' },
    goals: { start: 'bot_start', events: { trial: 'trial' } },
  });
  linkUrl = (await bot.manage('POST', '/links', { name: 'Direct' })).body.url;
});

let lastUpdateId = 0;
async function startFromAd(user: number, { secondsAgo = 0, query = `yclid=${user}` } = {}): Promise<void> {
  const click = await fetch(`${linkUrl}?${query}`, {
    redirect: 'manual',
    headers: { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0' },
  });
  const code = new URL(click.headers.get('location') ?? '').searchParams.get('start');
  lastUpdateId += 1;
  const answer = await bot.call('on_telegram_webhook', {
    update_id: lastUpdateId,
    message: {
      message_id: 1,
      from: { id: user, is_bot: false, first_name: 'U' },
      chat: { id: user, type: 'private' },
      date: now - secondsAgo,
      text: `/start ${code}`,
    },
  });
  expect(answer.body).toEqual({ status: 'OK', mode: 'production' });
}

async function conversions(user: number) {
  const { body } = await bot.manage('GET', `/conversions?user_id=${user}`);
  return body.items.map(({ target, state, reason }: Record<string, unknown>) => ({ target, state, reason }));
}

describe('send_reach_goal', () => {
  it('of somebody from an ad is confirmed by the ad system', async () => {
    await startFromAd(1);
    expect((await bot.call('send_reach_goal', { user_id: '1', target: 'lead' })).body).toEqual({
      status: 'OK',
      mode: 'production',
    });
    await expect
      .poll(() => conversions(1))
      .toEqual(
        expect.arrayContaining([
          { target: 'bot_start', state: 'confirmed', reason: null },
          { target: 'lead', state: 'confirmed', reason: null },
        ]),
      );
    expect(server.metrica.accepted('1')).toEqual(
      expect.arrayContaining([expect.objectContaining({ idColumn: 'Yclid', id: '1', target: 'lead' })]),
    );
  });

  it('22 days after the start is refused with the date on which the window ended', async () => {
    await startFromAd(2, { secondsAgo: 22 * day });
    const { httpStatus, body } = await bot.call('send_reach_goal', { user_id: '2', target: 'lead' });
    expect(httpStatus).toBe(422);
    expect(body.error_details).toContain(new Date((now - 22 * day + 21 * day) * 1000).toISOString());
    expect(await conversions(2)).toContainEqual({ target: 'lead', state: 'expired', reason: 'window' });
  });

  it.each([
    ['an organic user', 3, '', 'organic'],
    ['a user with a start value that is not ours', 4, 'promo', 'unknown_source'],
  ])('of %s is OK and not sent', async (_name, user, startValue, reason) => {
    await bot.call('user_did_start_bot', { user_id: user, start_value: startValue });
    const { body } = await bot.call('send_reach_goal', { user_id: user, target: 'lead' });
    expect(body).toEqual({ status: 'OK', mode: 'production', data: { sent: false, reason } });
    expect(await conversions(user)).toEqual([]);
  });

  it('of a click without an id that the platform takes is skipped with its reason', async () => {
    const link = (await bot.manage('POST', '/links', { name: 'Without ids', ad_system: 'yandex' })).body;
    const click = await fetch(link.url, { redirect: 'manual', headers: { 'user-agent': 'Mozilla/5.0 Firefox/140.0' } });
    const code = new URL(click.headers.get('location') ?? '').searchParams.get('start');
    await bot.call('user_did_start_bot', { user_id: 5, start_value: `TGTrack-${code}` });
    const { body } = await bot.call('send_reach_goal', { user_id: 5, target: 'lead' });
    expect(body.data).toEqual({ sent: false, reason: 'no_identifier' });
    expect(await conversions(5)).toContainEqual({ target: 'lead', state: 'skipped', reason: 'no_identifier' });
  });

  it('of a system that no destination is for is OK and not sent', async () => {
    await startFromAd(6, { query: 'fbclid=x' });
    const { body } = await bot.call('send_reach_goal', { user_id: 6, target: 'lead' });
    expect(body.data).toEqual({ sent: false, reason: 'no_destination' });
  });
});

describe('add_event', () => {
  it('with a target and an amount is stored with its touch and told with its value', async () => {
    await startFromAd(10);
    const event = {
      user_id: '10',
      event_type: 'sale',
      event_result: 'success',
      amount: '1990,50',
      conversion_target: 'purchase',
      labels: [{ name: 'manager', value: 'Анна' }],
    };
    expect((await bot.call('add_event', event)).body).toEqual({ status: 'OK', mode: 'production' });
    await expect.poll(() => conversions(10)).toContainEqual({ target: 'purchase', state: 'confirmed', reason: null });
    const { items } = (await bot.manage('GET', '/events?user_id=10&type=sale')).body;
    expect(items).toMatchObject([
      { type: 'sale', result: 'success', amount: '1990.5', labels: [{ name: 'manager', value: 'Анна' }] },
    ]);
    const row = server.metrica.accepted('1').find((one) => one.target === 'purchase');
    expect(row).toMatchObject({ id: '10', price: '1990.5', currency: 'RUB' });
  });

  it('22 days after the start stores its event with an expired conversion and answers OK', async () => {
    await startFromAd(11, { secondsAgo: 22 * day });
    const answer = await bot.call('add_event', { user_id: '11', event_type: 'sale', conversion_target: 'purchase' });
    expect(answer.body).toEqual({ status: 'OK', mode: 'production' });
    expect(await conversions(11)).toContainEqual({ target: 'purchase', state: 'expired', reason: 'window' });
    expect((await bot.manage('GET', '/events?user_id=11&type=sale')).body.items).toHaveLength(1);
  });

  it('of a type that a destination maps is told without a target', async () => {
    await startFromAd(12);
    await bot.call('add_event', { user_id: '12', event_type: 'trial' });
    await expect.poll(() => conversions(12)).toContainEqual({ target: 'trial', state: 'confirmed', reason: null });
  });

  it('of somebody never seen makes them known, source unknown', async () => {
    expect((await bot.call('add_event', { user_id: '13', event_type: 'sale' })).httpStatus).toBe(200);
    expect((await bot.call('get_user_info', { user_id: '13' })).body.data).toMatchObject({
      first_join_date: 0,
      invite_link: '',
    });
  });

  it('with a negative amount is a cost: told without a value', async () => {
    await startFromAd(14);
    await bot.call('add_event', { user_id: '14', event_type: 'refund', amount: -10, conversion_target: 'lead' });
    await expect.poll(() => conversions(14)).toContainEqual({ target: 'lead', state: 'confirmed', reason: null });
    expect(server.metrica.accepted('1').find((one) => one.id === '14' && one.target === 'lead')?.price).toBeNull();
  });
});

describe('a sandbox key', () => {
  it('reaches neither production nor the ad system', async () => {
    const sandbox = (
      await bot.manage('POST', '/keys', { mode: 'sandbox', limits: { per_second: 0, per_hour: 0, per_day: 0 } })
    ).body;
    const before = server.metrica.accepted('1').length;
    const answer = await server.call(sandbox.key, 'user_did_start_bot', { user_id: 'sandboxed' });
    expect(answer.body).toEqual({ status: 'OK', mode: 'sandbox' });
    expect((await server.call(sandbox.key, 'get_user_info', { user_id: 'sandboxed' })).httpStatus).toBe(200);
    expect((await bot.call('get_user_info', { user_id: 'sandboxed' })).httpStatus).toBe(405);
    expect(server.metrica.accepted('1')).toHaveLength(before);
  });
});
