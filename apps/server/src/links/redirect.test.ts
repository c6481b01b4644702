import { beforeAll, describe, expect, it } from 'vitest';
import { useDatabase } from '../testing/test-database.ts';
import { type TestBot, useServer } from '../testing/test-server.ts';

const database = useDatabase();
const server = useServer(database);
let bot: TestBot;
beforeAll(async () => {
  bot = await server.bot();
});

const browser =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Mobile/15E148 Safari/604.1';

async function visit(
  url: string,
  {
    verb = 'GET',
    userAgent = browser,
    headers = {},
  }: { verb?: string; userAgent?: string; headers?: Record<string, string> } = {},
) {
  const response = await fetch(url, {
    method: verb,
    redirect: 'manual',
    headers: { 'user-agent': userAgent, ...headers },
  });
  return { status: response.status, location: response.headers.get('location'), text: await response.text() };
}

async function newLink(body: object = {}): Promise<{ id: string; url: string }> {
  return (await bot.manage('POST', '/links', { name: 'Link', ...body })).body;
}

async function clicksOf(linkId: string) {
  const found = await database.pool.query(
    'select * from clicks where project_id = $1 and link_id = $2 order by click_id',
    [bot.projectId, linkId],
  );
  return found.rows;
}

describe('a visit', () => {
  it('is sent to the bot with a code of its click, which is stored by then with its marks and ids', async () => {
    const link = await newLink({ ad_system: 'yandex', utm: { source: 'default', medium: 'cpc' } });
    const { status, location } = await visit(
      `${link.url}?utm_source=ya&utm_campaign=%D0%BB%D0%B5%D1%82%D0%BE&yclid=14567890123456789&gad_source=1&other=x`,
      {
        headers: { referer: 'https://example.org/page' },
      },
    );
    expect(status).toBe(302);
    expect(location).toMatch(/^https:\/\/t\.me\/my_bot\?start=PJ[0-9a-f]{32}$/);
    const [click] = await clicksOf(link.id);
    expect(location).toContain(click.click_id.replaceAll('-', ''));
    expect(click).toMatchObject({
      machine: null,
      ad_system: 'yandex',
      marks: { utm_source: 'ya', utm_medium: 'cpc', utm_campaign: 'лето' },
      ids: { yclid: '14567890123456789', gad_source: '1' },
      referrer: 'https://example.org/page',
      user_agent: browser,
      ip: '127.0.0.0',
    });
  });

  it('with marks that nobody filled in has those of the link, and the address as it was opened', async () => {
    const link = await newLink({ utm: { source: 'yandex', campaign: 'summer' } });
    const query = 'utm_campaign={campaign_id}&utm_content=%7B%7Bbanner_id%7D%7D&yclid={yclid}&click_id=[CLICK_ID]';
    expect((await visit(`${link.url}?${query}`)).status).toBe(302);
    const [click] = await clicksOf(link.id);
    expect(click).toMatchObject({ ids: {}, ad_system: null });
    expect(click.marks).toEqual({ utm_source: 'yandex', utm_campaign: 'summer' });
    expect(decodeURIComponent(click.address)).toContain(decodeURIComponent(query));
  });

  it('with a second question mark where an & should be is healed', async () => {
    const link = await newLink();
    await visit(`${link.url}?utm_source=ya?utm_medium=cpc&amp;utm_term=what?&yclid=1`);
    expect(await clicksOf(link.id)).toMatchObject([
      { marks: { utm_source: 'ya', utm_medium: 'cpc', utm_term: 'what?' }, ids: { yclid: '1' } },
    ]);
  });

  it('by the same visitor again within the hour is kept apart, with a code of its own that works', async () => {
    const link = await newLink();
    const [first, again, anotherAd] = [
      await visit(`${link.url}?utm_source=a`),
      await visit(`${link.url}?utm_source=a`),
      await visit(`${link.url}?utm_source=a&yclid=7`),
    ];
    expect((await clicksOf(link.id)).map(({ machine }) => machine)).toEqual([null, 'repeat', null]);
    expect(new Set([first, again, anotherAd].map(({ location }) => location)).size).toBe(3);
    const code = new URL(again.location ?? '').searchParams.get('start');
    const start = { user_id: '4242', first_name: 'A', start_value: code };
    expect((await bot.call('user_did_start_bot', start)).body.status).toBe('OK');
    const { body } = await bot.manage('GET', '/subscribers/4242');
    expect(body.touches).toMatchObject([{ link_id: link.id, exactness: 'exact' }]);
  });

  it('of an archived link goes on as before, and its owner sees that it is archived', async () => {
    const link = await newLink();
    await bot.manage('PATCH', `/links/${link.id}`, { archived: true });
    expect((await visit(link.url)).location).toMatch(/start=PJ/);
    expect((await bot.manage('GET', `/links/${link.id}`)).body).toMatchObject({
      archived: true,
      counts: { clicks: 1 },
    });
  });

  it('of a link without an ad system belongs to the system whose id it carries', async () => {
    const link = await newLink();
    await visit(`${link.url}?rb_clickid=aB3`);
    expect(await clicksOf(link.id)).toMatchObject([{ ad_system: 'vk' }]);
  });

  it.each([
    ['HEAD', 'head', { verb: 'HEAD' }],
    ['a preview', 'preview', { userAgent: 'TelegramBot (like TwitterBot)' }],
    ['a prefetch', 'prefetch', { headers: { 'sec-purpose': 'prefetch;prerender' } }],
    ['a bot', 'bot', { userAgent: 'Mozilla/5.0 (compatible; Googlebot/2.1)' }],
    ['no user agent', 'bot', { userAgent: '' }],
  ])(
    'by a machine (%s) gets the same answer and is stored with its reason, not counted',
    async (_name, reason, options) => {
      const link = await newLink();
      const { status, location } = await visit(link.url, options);
      expect(status).toBe(302);
      expect(location).toMatch(/start=PJ/);
      expect(await clicksOf(link.id)).toMatchObject([{ machine: reason }]);
      const { items } = (await bot.manage('GET', '/links?limit=1000')).body;
      expect(items.find((one: { id: string }) => one.id === link.id)).toMatchObject({
        counts: { clicks: 0, machine_clicks: 1 },
      });
    },
  );

  it.each([
    ['a long mark', `utm_source=${'я'.repeat(600)}`, { utm_source: 'я'.repeat(512) }],
    ['control characters', 'utm_source=a%00b&utm_medium=ok', { utm_medium: 'ok' }],
    ['broken percent signs', 'utm_source=%E0%A4%A&utm_medium=%', { utm_medium: '%' }],
    ['a mark twice', 'utm_source=first&utm_source=second', { utm_source: 'first' }],
    ['names of objects', '__proto__=x&constructor=y&utm_term=z', { utm_term: 'z' }],
  ])('with %s is no reason to keep anybody out', async (_name, query, marks) => {
    const link = await newLink();
    expect((await visit(`${link.url}?${query}`)).status).toBe(302);
    expect((await clicksOf(link.id))[0].marks).toMatchObject(marks);
  });
});

describe('a target', () => {
  it("of the link's own takes the code where it is a bot", async () => {
    const own = await newLink({ target: 'https://t.me/other_bot?start=old' });
    expect((await visit(own.url)).location).toMatch(/^https:\/\/t\.me\/other_bot\?start=PJ/);
    const page = await newLink({ target: 'https://example.org/landing?a=1' });
    expect((await visit(page.url)).location).toBe('https://example.org/landing?a=1');
    const russian = await newLink({ target: 'https://пример.рф/скидка?имя=да' });
    const { status, location } = await visit(russian.url);
    expect(status).toBe(302);
    expect(new URL(location ?? '').pathname).toBe(new URL('https://x/скидка').pathname);
  });

  it('that is missing is said in words', async () => {
    const project = (
      await server.manage('POST', '/projects', { platform: 'telegram', kind: 'channel', title: 'No address' })
    ).body;
    const link = (await server.manage('POST', `/projects/${project.id}/links`, { name: 'L' })).body;
    const { status, text } = await visit(link.url);
    expect(status).toBe(404);
    expect(text).toMatch(/no target/);
  });
});

describe('a link that is not there', () => {
  it.each(['nothing', '%00', '..%2f..', 'x'.repeat(150), '%D1%8F'])('(%.10s) is a plain page', async (code) => {
    const { status, text } = await visit(`${server.url}/l/${code}`);
    expect(status).toBe(404);
    expect(text).not.toMatch(/[<>{}]/);
  });

  it('because it was deleted, is one too', async () => {
    const link = await newLink();
    await bot.manage('DELETE', `/links/${link.id}`);
    expect((await visit(link.url)).status).toBe(404);
  });
});
