import { describe, expect, it } from 'vitest';
import { useDatabase } from '../../testing/test-database.ts';
import { type TestBot, useServer } from '../../testing/test-server.ts';

/** The methods that only MAX has, on a channel with a bot that leads into it. */
const database = useDatabase();
const server = useServer(database);
const seconds = Math.floor(Date.now() / 1000);
const day = 86_400;

interface Channel {
  readonly channel: TestBot;
  /** A start code of a click on a link of that name. */
  click(query: string, link?: { name: string; ad_system?: string }): Promise<string>;
  hop(user: number, code: string, at?: number): Promise<void>;
  member(kind: 'user_added' | 'user_removed', user: number, at?: number): Promise<void>;
}

async function maxChannel(): Promise<Channel> {
  const channel = await server.bot({ platform: 'max', kind: 'channel', chat_id: '-7000' });
  const update = async (body: object): Promise<void> => {
    expect((await channel.call('on_max_webhook', body)).body.status).toBe('OK');
  };
  return {
    channel,
    async click(query, link = { name: 'Yandex', ad_system: 'yandex' }) {
      const { body } = await channel.manage('POST', '/links', { ...link, target: 'https://max.ru/id7_bot' });
      const answer = await fetch(`${body.url}?${query}`, {
        redirect: 'manual',
        headers: { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0' },
      });
      return new URL(answer.headers.get('location') ?? '').searchParams.get('start') ?? '';
    },
    hop: (user, code, at = seconds - 60) =>
      update({
        update_type: 'bot_started',
        timestamp: at * 1000,
        chat_id: user,
        user: { user_id: user, first_name: 'Anna', is_bot: false },
        payload: code,
      }),
    member: (update_type, user, at = seconds - 30) =>
      update({
        update_type,
        timestamp: at * 1000,
        chat_id: -7000,
        is_channel: true,
        user: { user_id: user, first_name: 'Anna', is_bot: false },
      }),
  };
}

const transition = async ({ channel }: Channel, user: number) =>
  (await channel.call('get_user_last_transition', { user_id: String(user) })).body;

describe('get_user_last_transition', () => {
  it('of a hop without a join says no; after the join yes; after leaving that they are no member', async () => {
    const max = await maxChannel();
    await max.hop(1, await max.click('_ym_uid=17001&utm_source=ya&utm_campaign=summer'));
    const shown = {
      transition_date: seconds - 60,
      subscribed_by_transition: 'no',
      status: 'not_member',
      source: 'Yandex',
      source_type: 'tracking_link',
      click_id: '17001',
      utm_source: 'ya',
      utm_campaign: 'summer',
    };
    expect(await transition(max, 1)).toEqual({ status: 'OK', mode: 'production', data: shown });
    await max.member('user_added', 1);
    const joined = {
      ...shown,
      transition_date: seconds - 30,
      source_type: 'bot_hop',
      subscribed_by_transition: 'yes',
      status: 'member',
    };
    expect((await transition(max, 1)).data).toEqual(joined);
    await max.member('user_removed', 1, seconds - 20);
    expect((await transition(max, 1)).data).toEqual({ ...joined, status: 'not_member' });
    expect((await max.channel.call('get_user_info', { user_id: 1 })).body.data).toMatchObject({
      first_join_date: seconds - 30,
      left_date: seconds - 20,
      invite_link: 'Yandex',
    });
  });

  it('of a hop by somebody who is here already says no, and that they are a member', async () => {
    const max = await maxChannel();
    await max.member('user_added', 2, seconds - 100);
    await max.hop(2, await max.click('rb_clickid=vk1', { name: 'VK', ad_system: 'vk' }));
    expect((await transition(max, 2)).data).toMatchObject({
      subscribed_by_transition: 'no',
      status: 'member',
      source: 'VK',
      click_id: 'vk1',
    });
  });

  it('prefers the last one with a source, and shows an organic join where there is none', async () => {
    const max = await maxChannel();
    await max.member('user_added', 3);
    const organic = { transition_date: seconds - 30, subscribed_by_transition: 'yes', status: 'member' };
    expect((await transition(max, 3)).data).toEqual({ ...organic, source: '', source_type: 'organic', click_id: '' });
    await max.hop(4, await max.click('yclid=5'));
    await max.hop(4, '', seconds - 10);
    expect((await transition(max, 4)).data).toMatchObject({
      transition_date: seconds - 60,
      source: 'Yandex',
      click_id: '',
    });
  });

  it('shows the ClientID that was learnt after the click', async () => {
    const max = await maxChannel();
    const code = await max.click('yclid=6');
    await max.hop(5, code);
    await database.pool.query(
      `insert into click_ids (project_id, click_id, name, value, learnt_at) values ($1, $2, '_ym_uid', '170099', now())`,
      [max.channel.projectId, code.slice(2)],
    );
    expect((await transition(max, 5)).data.click_id).toBe('170099');
  });

  it.each([
    ['never seen', async () => {}],
    ['who came more than seven days ago', async (max: Channel) => max.hop(6, 'x', seconds - 7 * day - 60)],
  ])('of somebody %s is not found', async (_who, prepare) => {
    const max = await maxChannel();
    await prepare(max);
    expect(await transition(max, 6)).toEqual({
      status: 'error',
      mode: 'production',
      error_code: 405,
      error_description: 'Resource not found',
      error_details: 'No transition found in the last 7 days',
    });
  });
});

describe('get_token_info', () => {
  it.each([
    ['without a body', undefined],
    ['with an empty body', ''],
    ['with an empty object', {}],
  ])('%s tells of the key and its chat', async (_how, body) => {
    const { channel } = await maxChannel();
    await channel.manage('PATCH', '', { chat_link: 'https://max.ru/my_chat' });
    expect((await channel.call('get_token_info', body)).body).toEqual({
      status: 'OK',
      mode: 'production',
      data: {
        token_date: expect.any(Number),
        is_valid: true,
        chat_id: -7000,
        chat_title: 'Test',
        url: 'https://max.ru/my_chat',
      },
    });
  });

  it('tells an expired key that it is not valid, where other methods answer 402', async () => {
    const { channel } = await maxChannel();
    const made = await channel.manage('POST', '/keys', { expires_at: new Date(Date.now() + 3_600_000).toISOString() });
    await database.pool.query(`update keys set expires_at = now() - interval '1 second' where key_id = $1`, [
      made.body.id,
    ]);
    await channel.manage('PATCH', '', { title: 'Test' });
    expect((await server.call(made.body.key, 'get_token_info')).body).toMatchObject({
      status: 'OK',
      data: { is_valid: false },
    });
    expect((await server.call(made.body.key, 'get_user_info', { user_id: 1 })).body).toMatchObject({ error_code: 402 });
    const telegram = await server.bot();
    const expired = await telegram.manage('POST', '/keys', {
      expires_at: new Date(Date.now() + 3_600_000).toISOString(),
    });
    await database.pool.query(`update keys set expires_at = now() - interval '1 second' where key_id = $1`, [
      expired.body.id,
    ]);
    await telegram.manage('PATCH', '', { title: 'Test' });
    expect((await server.call(expired.body.key, 'get_token_info')).body).toMatchObject({ error_code: 402 });
  });
});

describe('set_default_chat_link', () => {
  it('is where links without a target of their own lead from now on', async () => {
    const { channel } = await maxChannel();
    const { body: link } = await channel.manage('POST', '/links', { name: 'plain' });
    expect((await channel.call('set_default_chat_link', { url: ' max.ru/@my_chat/ ' })).body).toEqual({
      status: 'OK',
      mode: 'production',
    });
    expect((await channel.call('get_token_info')).body.data.url).toBe('https://max.ru/my_chat');
    expect((await channel.manage('GET', '')).body.chat_link).toBe('https://max.ru/my_chat');
    const visit = await fetch(link.url, { redirect: 'manual', headers: { 'user-agent': 'Mozilla/5.0 Firefox/140.0' } });
    expect(visit.headers.get('location')).toBe('https://max.ru/my_chat');
    const log = await channel.manage('GET', '/requests');
    expect(log.body.items).toContainEqual(
      expect.objectContaining({ method: 'set_default_chat_link', outcome: 'accepted' }),
    );
  });

  it.each([
    [{}, 400, 'url must be specified'],
    ['', 400, 'url must be specified'],
    [{ url: null }, 400, 'url must be specified'],
    [{ url: ' ' }, 400, 'url must be specified'],
    [{ url: 'https://t.me/my_chat' }, 422, 'invalid chat link, url must be a valid max link'],
    [{ url: 12 }, 422, 'invalid chat link, url must be a valid max link'],
    [{ url: 'https://max.ru/' }, 422, 'chat username not found in link'],
    [{ url: 'https://max.ru/u/f9LHodD0cOL' }, 422, 'chat username not found in link'],
  ])('refuses %j with %i', async (body, code, details) => {
    const { channel } = await maxChannel();
    expect((await channel.call('set_default_chat_link', body)).body).toMatchObject({
      error_code: code,
      error_details: details,
    });
    expect((await channel.call('get_token_info')).body.data.url).toBe('');
  });

  it('of a deleted project is not found for thirty days, where other methods are forbidden; then the key is unknown', async () => {
    const { channel } = await maxChannel();
    await channel.manage('DELETE', '');
    expect((await channel.call('set_default_chat_link', { url: 'max.ru/my_chat' })).body).toMatchObject({
      error_code: 405,
      error_details: 'chat not found',
    });
    expect((await channel.call('get_token_info')).body).toMatchObject({ error_code: 403 });
    await database.pool.query(`update projects set deleted_at = now() - interval '30 days' where project_id = $1`, [
      channel.projectId,
    ]);
    await server.bot();
    for (const method of ['set_default_chat_link', 'get_token_info']) {
      const { body } = await channel.call(method, {});
      expect(body).toMatchObject({ error_code: 401 });
      expect(body).not.toHaveProperty('mode');
    }
  });

  it('by a sandbox key is set for the sandbox alone', async () => {
    const { channel } = await maxChannel();
    await channel.call('set_default_chat_link', { url: 'max.ru/real' });
    const sandbox = (await channel.manage('POST', '/keys', { mode: 'sandbox' })).body.key;
    const url = async (key: string) => (await server.call(key, 'get_token_info')).body.data.url;
    expect(await url(sandbox)).toBe('https://max.ru/real');
    await server.call(sandbox, 'set_default_chat_link', { url: 'max.ru/tried' });
    expect([await url(sandbox), await url(channel.key)]).toEqual(['https://max.ru/tried', 'https://max.ru/real']);
  });
});

it.each(['get_user_last_transition', 'get_token_info', 'set_default_chat_link'])(
  '%s does not exist for Telegram',
  async (method) => {
    const bot = await server.bot();
    expect((await bot.call(method, { user_id: '1', url: 'max.ru/x' })).body).toMatchObject({
      error_code: 404,
      error_description: 'Method not found',
    });
  },
);
