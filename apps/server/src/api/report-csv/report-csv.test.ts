import { describe, expect, it } from 'vitest';
import { useDatabase } from '../../testing/test-database.ts';
import { type TestBot, useServer } from '../../testing/test-server.ts';

const database = useDatabase();
const server = useServer(database);

async function reported(): Promise<{
  readonly bot: TestBot;
  readonly key: string;
  get(path: string): Promise<Response>;
}> {
  const bot = await server.bot();
  const key = (await bot.manage('POST', '/report-keys')).body.key;
  const get = (path: string) =>
    fetch(`${server.url}${path}${path.includes('?') ? '&' : '?'}ver=1.0&platform=api&format=csv&apiKey=${key}`);
  return { bot, key, get };
}

async function table(response: Response): Promise<Record<string, string>[]> {
  const bytes = Buffer.from(await response.arrayBuffer());
  expect([response.status, bytes.subarray(0, 3).toString('hex')]).toEqual([200, 'efbbbf']);
  const [head = '', ...rows] = bytes.subarray(3).toString('utf8').trimEnd().split('\n');
  const names = head.split(',');
  return rows.map((row) => Object.fromEntries(row.split(',').map((cell, index) => [names[index] ?? '', cell])));
}

let updates = 0;

async function start(bot: TestBot, user: string, date: number, code?: string): Promise<void> {
  updates += 1;
  const id = Number(user);
  const from = { id, is_bot: false, first_name: 'Анна' };
  const message = { message_id: 1, date, text: `/start ${code ?? ''}`.trim(), chat: { id, type: 'private' }, from };
  expect((await bot.call('on_telegram_webhook', { update_id: updates, message })).httpStatus).toBe(200);
}

const now = Math.floor(Date.now() / 1000);

describe('members', () => {
  it('are rows by the date of their latest join or leave, with numbers for marks and 0 for nothing', async () => {
    const { bot, get } = await reported();
    const link = (await bot.manage('POST', '/links', { name: 'L', utm: { source: 'site', campaign: 'лето' } })).body;
    const visit = await fetch(link.url, {
      redirect: 'manual',
      headers: { 'user-agent': 'Mozilla/5.0 (X11) Chrome/150.0 Safari/537.36' },
    });
    const code = new URL(visit.headers.get('location') ?? '').searchParams.get('start') ?? '';
    await start(bot, '1', now - 500, code);
    await start(bot, '2', now - 400);
    await bot.call('my_bot_was_stopped', { user_id: '2', date: now - 300 });
    const tags = await table(await get('/api/get_tags.php'));
    const idOf = (name: string) => tags.find((tag) => tag.name === name)?.labelID;
    expect(
      await table(await get(`/api/get_chat_members.php?date_from=${now - 600}&date_to=${now}&limit=10000`)),
    ).toEqual([
      {
        ...{ userID: '1', joinDate: String(now - 500), leftDate: '0', eventDate: String(now - 500), status: '1' },
        ...{ subscribersCount: '1', unsubscribersCount: '0', first_name: 'Анна', last_name: '0', username: '0' },
        ...{
          utm_source_id: idOf('site'),
          utm_medium_id: '0',
          utm_campaign_id: idOf('лето'),
          utm_content_id: '0',
          utm_term_id: '0',
        },
      },
      expect.objectContaining({
        ...{ userID: '2', leftDate: String(now - 300), eventDate: String(now - 300), status: '0' },
        ...{ subscribersCount: '1', unsubscribersCount: '1', utm_source_id: '0' },
      }),
    ]);
    const late = await table(await get(`/max/api/get_chat_members.php?date_from=${now - 350}`));
    expect(late.map(({ userID }) => userID)).toEqual(['2']);
  });

  it('come page by page, by cursor and by offset', async () => {
    const { bot, get } = await reported();
    for (let user = 1; user <= 5; user += 1) await start(bot, String(user), now - 100 + Math.floor(user / 2));
    const users: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const response = await get(`/api/get_chat_members.php?limit=2&cursor=${cursor}`);
      cursor = response.headers.get('x-next-cursor');
      users.push(...(await table(response)).map(({ userID = '' }) => userID));
    }
    expect(users).toEqual(['1', '2', '3', '4', '5']);
    expect((await table(await get('/api/get_chat_members.php?limit=2&offset=3'))).map(({ userID }) => userID)).toEqual([
      '4',
      '5',
    ]);
  });
});

describe('clicks', () => {
  it('tell who came by them', async () => {
    const { bot, get } = await reported();
    const link = (await bot.manage('POST', '/links', { name: 'L', code: `csv${bot.projectId}` })).body;
    const visit = async (): Promise<string> => {
      const agent = 'Mozilla/5.0 (X11) Chrome/150.0 Safari/537.36';
      const answer = await fetch(`${link.url}?utm_term=${Math.random()}`, {
        redirect: 'manual',
        headers: { 'user-agent': agent, 'accept-language': String(Math.random()) },
      });
      return new URL(answer.headers.get('location') ?? '').searchParams.get('start') ?? '';
    };
    await start(bot, '77', now, await visit());
    await visit();
    const rows = await table(await get(`/max/api/get_click_data.php?date_from=${now - 60}`));
    expect(rows.map(({ mxUserID, linkID }) => [mxUserID, linkID]).toSorted()).toEqual([
      ['0', link.code],
      ['77', link.code],
    ]);
    expect(Math.abs(Number(rows[0]?.date) - now)).toBeLessThan(120);
  });
});

describe('a report', () => {
  it('needs a key that is not revoked', async () => {
    const { bot, get } = await reported();
    expect((await fetch(`${server.url}/api/get_tags.php`)).status).toBe(401);
    expect((await fetch(`${server.url}/api/get_tags.php?apiKey=${bot.key}`)).status).toBe(401);
    expect((await get('/api/get_tags.php')).status).toBe(200);
    const { items } = (await bot.manage('GET', '/report-keys')).body;
    expect(items).toEqual([expect.objectContaining({ key_hint: expect.stringMatching(/^otr_…/), revoked_at: null })]);
    expect(items[0].key).toBe(undefined);
    const revealed = (await bot.manage('GET', `/report-keys/${items[0].id}?reveal=true`)).body;
    expect(revealed.key).toMatch(/^otr_[\w-]{32}$/);
    await bot.manage('DELETE', `/report-keys/${items[0].id}`);
    expect((await get('/api/get_tags.php')).status).toBe(401);
  });

  it.each(['date_from=yesterday', 'date_to=-1', 'limit=0', 'limit=many', 'offset=x', 'cursor=%21'])(
    'with %s is refused, naming it',
    async (query) => {
      const { get } = await reported();
      const response = await get(`/api/get_chat_members.php?${query}`);
      expect([response.status, (await response.text()).split(':')[0]]).toEqual([400, query.split('=')[0]]);
    },
  );

  it('may be asked for 60 times a minute', async () => {
    const { get } = await reported();
    const answers = await Promise.all(Array.from({ length: 125 }, () => get('/api/get_tags.php')));
    const refused = answers.filter(({ status }) => status === 429);
    // The minute may turn meanwhile.
    expect(refused.length).toBeGreaterThan(4);
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});
