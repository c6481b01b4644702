import { beforeEach, describe, expect, it } from 'vitest';
import { conversionReasons } from '../../destinations/reasons.ts';
import { useDatabase } from '../../testing/test-database.ts';
import { type TestBot, useServer } from '../../testing/test-server.ts';

/** The whole way over a real server, its database and the stand-in of Yandex Metrica. */
const database = useDatabase();
const server = useServer(database);
const token = 'y0_TEST';
const userAgent = 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Safari/604.1';
let counters = 0;
let counterId = '';
let bot: TestBot;
let path = '';

beforeEach(async () => {
  counters += 1;
  counterId = String(8_000_000 + counters);
  bot = await server.bot();
});

async function connect(goals: object, settings: object = { counter_id: counterId, oauth_token: token }) {
  const made = await bot.manage('POST', '/destinations', { type: 'yandex_metrica', name: 'Метрика', settings, goals });
  expect(made).toMatchObject({ httpStatus: 201 });
  path = `/destinations/${made.body.id}/goals`;
}

const goalsOfCounter = async (): Promise<Array<{ type: string; conditions: object[] }>> => {
  const headers = { authorization: `OAuth ${token}` };
  const answer = await fetch(`${server.metrica.url}/management/v1/counter/${counterId}/goals`, { headers });
  return ((await answer.json()) as { goals: Array<{ type: string; conditions: object[] }> }).goals;
};

describe('goals at Yandex Metrica', () => {
  it('are made where they are missing: what failed for want of one is sent again and counts', async () => {
    server.metrica.addCounter({ id: counterId, login: 'owner', token, goals: [] });
    await connect({ start: 'bot_start' });
    const link = await bot.manage('POST', '/links', { name: 'Ad', ad_system: 'yandex' });
    const headers = { 'user-agent': userAgent };
    const click = await fetch(`${link.body.url}?yclid=14567890123456789`, { redirect: 'manual', headers });
    const code = new URL(click.headers.get('location') ?? '').searchParams.get('start');
    await bot.call('user_did_start_bot', { user_id: '77', start_value: code });

    const conversions = async () => (await bot.manage('GET', '/conversions')).body.items;
    await expect.poll(conversions).toMatchObject([{ state: 'failed', reason: 'goal_not_found' }]);
    expect(conversionReasons.goal_not_found.ru).toMatch(/^В счётчике нет такой цели. Создайте цель/);

    const made = await bot.manage('POST', path);
    expect(made).toMatchObject({
      httpStatus: 200,
      body: { reason: null, goals: [{ goal: 'bot_start', state: 'made' }] },
    });
    expect(await goalsOfCounter()).toMatchObject([
      { name: 'bot_start', type: 'action', conditions: [{ type: 'exact', url: 'bot_start' }] },
    ]);
    const [{ id }] = await conversions();
    expect(await bot.manage('POST', `/conversions/${id}/replay`)).toMatchObject({ body: { replayed: 1 } });
    await expect.poll(conversions).toMatchObject([{ state: 'confirmed', reason: null }]);

    expect((await bot.manage('POST', path)).body.goals).toEqual([{ goal: 'bot_start', state: 'exists' }]);
    expect(await goalsOfCounter()).toHaveLength(1);
  });

  it('are looked at one by one, each name once; one with another condition is left to its owner', async () => {
    server.metrica.addCounter({
      id: counterId,
      login: 'owner',
      token,
      goals: ['bot_start'],
      otherGoals: [
        { name: 'sale', type: 'action', condition: { type: 'contain', url: 'sale' } },
        { name: 'Thanks', type: 'url', condition: { type: 'exact', url: 'stayed' } },
        { name: 'Depth', type: 'number', condition: { type: 'exact', url: '' } },
      ],
    });
    await connect({
      start: 'bot_start',
      join: 'bot_start',
      stay: { goal: 'stayed', after_hours: 24 },
      events: { sale: 'sale' },
    });
    const { body } = await bot.manage('POST', path);
    expect(body.goals).toEqual([
      { goal: 'bot_start', state: 'exists' },
      { goal: 'stayed', state: 'made' },
      { goal: 'sale', state: 'wrong_condition' },
    ]);
    expect(await goalsOfCounter()).toHaveLength(5);
  });

  it('are not made with a token that is refused or a counter that is not there, and the answer says so', async () => {
    server.metrica.addCounter({ id: counterId, login: 'owner', token, goals: [] });
    await connect({ start: 'bot_start' }, { counter_id: counterId, oauth_token: 'wrong' });
    const goals = [{ goal: 'bot_start', state: 'not_made' }];
    expect((await bot.manage('POST', path)).body).toMatchObject({ reason: 'token_invalid', goals });
    await connect({ start: 'bot_start' }, { counter_id: '1', oauth_token: token });
    expect((await bot.manage('POST', path)).body).toMatchObject({ reason: 'counter_not_found', goals });
    const log = await database.pool.query(
      `select class, reason from attempts where purpose = 'goals' and class <> 'accepted' order by attempt_id`,
    );
    expect(log.rows).toEqual([
      { class: 'needs_owner', reason: 'token_invalid' },
      { class: 'needs_owner', reason: 'counter_not_found' },
    ]);
  });

  it('stop at the first that is refused', async () => {
    server.metrica.addCounter({ id: counterId, login: 'owner', token, goals: [] });
    await connect({ start: 'bot_start', join: 'join' });
    const refusal = { errorType: 'limit_exceeded', method: 'POST', path: '/goals' } as const;
    server.metrica.inject({ kind: 'status', status: 400, ...refusal });
    expect((await bot.manage('POST', path)).body).toMatchObject({
      reason: 'refused_by_platform',
      detail: expect.stringContaining('limit_exceeded'),
      goals: [
        { goal: 'join', state: 'not_made' },
        { goal: 'bot_start', state: 'not_made' },
      ],
    });
  });

  it('of other ad systems are made there by hand', async () => {
    const made = await bot.manage('POST', '/destinations', {
      type: 'vk_ads',
      name: 'VK',
      settings: { pixel_id: '3590001' },
      goals: { start: 'startBot' },
    });
    expect(await bot.manage('POST', `/destinations/${made.body.id}/goals`)).toMatchObject({ httpStatus: 409 });
  });
});
