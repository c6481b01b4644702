import { beforeAll, describe, expect, it } from 'vitest';
import { useDatabase } from '../../testing/test-database.ts';
import { type TestBot, useServer } from '../../testing/test-server.ts';

/** From a click on the link to the goal in the ad system, where nobody ever says who it was. */
const server = useServer(useDatabase());
let bot: TestBot;
let linkUrl: string;

beforeAll(async () => {
  bot = await server.bot();
  server.metrica.addCounter({ id: '1', login: 'o', token: 'y0_TEST', goals: ['bot_start'], knownIds: 'all' });
  await bot.manage('POST', '/destinations', {
    type: 'yandex_metrica',
    name: 'M',
    settings: { counter_id: '1', oauth_token: 'y0_TEST' },
    goals: { start: 'bot_start' },
  });
  linkUrl = (await bot.manage('POST', '/links', { name: 'Direct', ad_system: 'yandex' })).body.url;
});

async function click(yclid: string): Promise<string> {
  const answer = await fetch(`${linkUrl}?yclid=${yclid}`, {
    redirect: 'manual',
    headers: { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0' },
  });
  return new URL(answer.headers.get('location') ?? '').searchParams.get('start') ?? '';
}

const events = async () => (await bot.manage('GET', '/events?type=start')).body.items;
const conversions = async () => (await bot.manage('GET', '/conversions')).body.items;

describe('my_bot_was_started', () => {
  it.each([
    ['with the start code', async () => ({ start_value: await click('101') }), 'exact'],
    ['with auto_detect', async () => ((await click('102')) ? { start_value: 'auto_detect' } : {}), 'probable'],
  ] as const)('%s counts a start of nobody known and tells the ad system', async (_how, body, exactness) => {
    const before = (await conversions()).length;
    expect((await bot.call('my_bot_was_started', await body())).body).toEqual({ status: 'OK', mode: 'production' });
    const [start] = await events();
    expect(start).toMatchObject({ user_id: null, touch: { exactness, link_name: 'Direct' } });
    await expect
      .poll(async () => (await conversions()).slice(0, -before || undefined))
      .toMatchObject([{ target: 'bot_start', user_id: null, state: 'confirmed' }]);
    expect((await bot.manage('GET', '/subscribers')).body.items).toEqual([]);
  });

  it.each([
    ['no body', ''],
    ['an empty object', {}],
    ['null', { start_value: null }],
    ['an empty text', { start_value: '' }],
    ['spaces', { start_value: '  ' }],
  ])('takes %s for an organic start', async (_what, body) => {
    const before = (await events()).length;
    expect((await bot.call('my_bot_was_started', body)).body).toEqual({ status: 'OK', mode: 'production' });
    const [start, ...others] = await events();
    expect(others).toHaveLength(before);
    expect(start).toMatchObject({ user_id: null, start_value: null, touch: { source_type: 'organic' } });
  });

  it('keeps a foreign value, counts each call, and refuses what is no text', async () => {
    const before = (await events()).length;
    await bot.call('my_bot_was_started', { start_value: 'PJaf5568712cd' });
    await bot.call('my_bot_was_started', { start_value: 'PJaf5568712cd' });
    const now = await events();
    expect(now).toHaveLength(before + 2);
    expect(now[0]).toMatchObject({ start_value: 'PJaf5568712cd', touch: { source_type: 'unknown' } });
    expect(await bot.call('my_bot_was_started', { start_value: ['x'] })).toMatchObject({
      httpStatus: 422,
      body: { error_details: expect.stringContaining('start_value') },
    });
  });

  it('does not exist for MAX', async () => {
    const max = await server.bot({ platform: 'max' });
    expect(await max.call('my_bot_was_started', {})).toMatchObject({ httpStatus: 404 });
  });
});
