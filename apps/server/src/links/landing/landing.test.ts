import { Script } from 'node:vm';
import { beforeAll, describe, expect, it } from 'vitest';
import { useDatabase } from '../../testing/test-database.ts';
import { type TestBot, useServer } from '../../testing/test-server.ts';

const database = useDatabase();
const server = useServer(database);
let bot: TestBot;
beforeAll(async () => {
  bot = await server.bot();
});

const browser =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Mobile/15E148 Safari/604.1';

async function newLink(body: object = {}): Promise<{ id: string; code: string }> {
  return (await bot.manage('POST', '/links', { name: 'Page', ...body })).body;
}

async function post(path: string, body: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(`${server.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain', 'user-agent': browser, origin: 'https://shop.example', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) };
}

async function clicksOf(linkId: string) {
  const found = await database.pool.query(
    'select * from clicks where project_id = $1 and link_id = $2 order by click_id',
    [bot.projectId, linkId],
  );
  return found.rows;
}

describe('a visit of a page', () => {
  it('is stored with marks, ids, cookies and referrer, and gets the address with its code', async () => {
    const link = await newLink({ utm: { medium: 'cpc' } });
    const { status, headers, body } = await post('/s/visit', {
      link: link.code,
      url: 'https://shop.example/sale?utm_source=ya&utm_campaign={campaign_id}&yclid=77',
      referrer: 'https://yandex.ru/',
      ids: { _ym_uid: '1710232430899999999', _fbp: 'fb.1.2.3', _ga_AB12: 'GS1.1', session: 'secret', yclid: 5 },
    });
    expect([status, headers.get('access-control-allow-origin')]).toEqual([200, '*']);
    expect(body).toEqual({
      to: `https://t.me/my_bot?start=${body.click}`,
      app: `tg://resolve?domain=my_bot&start=${body.click}`,
      click: expect.stringMatching(/^PJ[0-9a-f]{32}$/),
    });
    expect(await clicksOf(link.id)).toMatchObject([
      {
        via: 'landing',
        machine: null,
        ad_system: 'yandex',
        marks: { utm_source: 'ya', utm_medium: 'cpc' },
        ids: { yclid: '77', _ym_uid: '1710232430899999999', _fbp: 'fb.1.2.3', _ga_AB12: 'GS1.1' },
        address: 'https://shop.example/sale?utm_source=ya&utm_campaign={campaign_id}&yclid=77',
        referrer: 'https://yandex.ru/',
        user_agent: browser,
      },
    ]);
    const start = { user_id: '100', first_name: 'A', start_value: body.click };
    expect((await bot.call('user_did_start_bot', start)).body.status).toBe('OK');
    const dossier = (await bot.manage('GET', '/subscribers/100')).body;
    expect(dossier.touches).toMatchObject([{ link_id: link.id, source_type: 'landing' }]);
  });

  it('while reading on from page to page is one; another ad is another', async () => {
    const link = await newLink();
    const visit = (url: string) => post('/s/visit', { link: link.code, url: `https://shop.example${url}` });
    for (const url of ['/?utm_source=a', '/two?utm_source=a', '/three?page=3&utm_source=a', '/?utm_source=b'])
      await visit(url);
    expect((await clicksOf(link.id)).map(({ machine }) => machine)).toEqual([null, 'repeat', 'repeat', null]);
  });

  it('goes to the bot, also where the link leads to the page itself', async () => {
    const link = await newLink({ target: 'https://shop.example/sale' });
    const { body } = await post('/s/visit', { link: link.code, url: 'https://shop.example/sale' });
    expect(body.to).toBe(`https://t.me/my_bot?start=${body.click}`);
    const other = await newLink({ target: 'tg://resolve?domain=other_bot' });
    const { body: toOther } = await post('/s/visit', { link: other.code, url: 'https://shop.example/sale' });
    expect(toOther.to).toBe(`tg://resolve?domain=other_bot&start=${toOther.click}`);
  });

  it('goes where the page says only where the project does not know', async () => {
    const { id } = (await server.manage('POST', '/projects', { platform: 'max', kind: 'bot', title: 'No name' })).body;
    const { code } = (await server.manage('POST', `/projects/${id}/links`, { name: 'a' })).body;
    const visit = async (chat: unknown) => (await post('/s/visit', { link: code, url: 'https://a.b/', chat })).body;
    const named = await visit('id7_bot');
    expect(named.to).toBe(`https://max.ru/id7_bot?start=${named.click}`);
    expect((await visit('join/AbC-1')).to).toBe('https://max.ru/join/AbC-1');
    for (const chat of [
      'https://evil.example/x',
      'javascript:alert(1)',
      '../x',
      { a: 1 },
      'a b',
      `https://t.me@evil.example/`,
    ]) {
      expect(await visit(chat)).toMatchObject({ to: null, app: null, click: expect.stringMatching(/^PJ/) });
    }
    const link = await newLink();
    expect((await post('/s/visit', { link: link.code, url: 'https://a.b/', chat: 'thief_bot' })).body.to).toMatch(
      /^https:\/\/t\.me\/my_bot\?start=/,
    );
  });

  it.each([
    ['no JSON', 'hello', 400, 'body'],
    ['a list', '[]', 400, 'body'],
    ['too much', JSON.stringify({ link: 'a', url: 'x'.repeat(20_000) }), 413, 'body'],
    ['no link', {}, 404, 'link'],
    ['a link that is not there', { link: 'nothing-here' }, 404, 'link'],
    ['a link that is none', { link: { a: 1 } }, 404, 'link'],
    ['a link of a strange form', { link: '../../x' }, 404, 'link'],
  ])('with %s is refused in words, readable for the page', async (_name, given, status, field) => {
    const answer = await post('/s/visit', given);
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([status, '*']);
    expect(answer.body.error).toMatch(new RegExp(`^${field}: `));
  });

  it.each([
    [
      'hostile ids',
      {
        ids: {
          __proto__: 'x',
          _ym_uid: 'a\u0000b',
          _fbp: 'x'.repeat(9_000),
          [`gad_${'x'.repeat(70)}`]: '1',
          constructor: 'y',
        },
      },
    ],
    ['ids of another kind', { ids: 'abc' }],
    ['no address', { url: 5 }],
    ['a strange referrer', { referrer: '\u0000\ud800<script>' }],
    ['a long address', { url: `https://a.b/?utm_source=${'ж'.repeat(3_000)}` }],
  ])('with %s is stored all the same', async (_name, fields) => {
    const link = await newLink();
    const { status, body } = await post('/s/visit', { link: link.code, url: 'https://a.b/', ...fields });
    expect([status, body.click]).toEqual([200, expect.stringMatching(/^PJ/)]);
    const [click] = await clicksOf(link.id);
    for (const value of Object.values({ ...click.ids, ...click.marks }) as string[])
      expect(value.length).toBeLessThanOrEqual(512);
  });

  it('may be asked for by a browser first', async () => {
    const response = await fetch(`${server.url}/s/visit`, { method: 'OPTIONS' });
    expect([response.status, response.headers.get('access-control-allow-headers')]).toEqual([204, 'content-type']);
    expect((await fetch(`${server.url}/s/visit`)).status).toBe(405);
  });
});

describe('what a page learns later', () => {
  const learnt = async (click: string) =>
    (
      await database.pool.query(
        "select name, value from click_ids where project_id = $1 and 'PJ' || replace(click_id::text, '-', '') = $2",
        [bot.projectId, click],
      )
    ).rows;

  it('is kept with the click; what is no id is left out', async () => {
    const { code } = await newLink();
    const { click } = (await post('/s/visit', { link: code, url: 'https://a.b/' })).body;
    const { status } = await post('/s/ids', {
      link: code,
      click,
      ids: { _ym_uid: '123', evil: 'x', _fbp: '' },
      press: true,
    });
    expect(status).toBe(204);
    expect(await learnt(click)).toEqual([{ name: '_ym_uid', value: '123' }]);
    expect(await (await fetch(`${server.url}/metrics`)).text()).toContain('otkuda_landing_presses_total 1');
  });

  it('makes the goal of a press one that can be told', async () => {
    const own = await server.bot();
    const settings = { counter_id: '2215573', oauth_token: 'y0_TEST' };
    await own.manage('POST', '/destinations', {
      ...{ type: 'yandex_metrica', name: 'M', scope: 'all', settings },
      goals: { press: 'toTelegram' },
    });
    const { code } = (await own.manage('POST', '/links', { name: 'a' })).body;
    const { click } = (await post('/s/visit', { link: code, url: 'https://a.b/' })).body;
    expect((await own.manage('GET', '/conversions')).body.items).toEqual([]);
    await post('/s/ids', { link: code, click, ids: { _ym_uid: '1710232430899999999' }, press: true });
    await post('/s/ids', { link: code, click, ids: { _ym_uid: '1710232430899999999' }, press: true });
    const told = (await own.manage('GET', '/conversions')).body.items;
    expect(told).toMatchObject([{ target: 'toTelegram', user_id: null }]);
    expect(told[0].state).not.toBe('skipped');
  });

  it('of a click of another project, or of none, changes nothing', async () => {
    const { code } = await newLink();
    const other = await server.bot();
    const { code: foreign } = (await other.manage('POST', '/links', { name: 'b' })).body;
    const { click } = (await post('/s/visit', { link: foreign, url: 'https://a.b/' })).body;
    expect((await post('/s/ids', { link: code, click, ids: { _ym_uid: '6' } })).status).toBe(204);
    const nobodys = `PJ${Date.now().toString(16).padStart(12, '0')}7${'0'.repeat(19)}`;
    expect((await post('/s/ids', { link: code, click: nobodys, ids: { _ym_uid: '6' } })).status).toBe(204);
    expect((await database.pool.query("select 1 from click_ids where value = '6'")).rows).toEqual([]);
  });

  it.each([
    ['no code', {}, 400, 'click'],
    ['an old click', { click: `PJ${'0'.repeat(32)}` }, 400, 'click'],
    ['no JSON', 'x', 400, 'body'],
  ])('with %s is refused in words', async (_name, given, status, field) => {
    const answer = await post('/s/ids', given);
    expect([answer.status, answer.body.error]).toEqual([status, expect.stringMatching(new RegExp(`^${field}: `))]);
  });
});

describe('the script', () => {
  const ask = (path: string, headers: Record<string, string> = {}) => fetch(`${server.url}${path}`, { headers });

  it.each([
    '/API/landing_script/v1/?linkID=CODE&type=ya&counterID=123&chat=my_bot&onClickGoal=toTelegram',
    '/API/landing_script/v1?linkID=CODE',
    '/s.js?link=CODE',
  ])('is served at %s, for any page, under 5 KB', async (path) => {
    const { code } = await newLink();
    const response = await ask(path.replace('CODE', code), { 'accept-encoding': 'gzip' });
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'content-encoding': 'gzip',
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
    });
    expect(Number(response.headers.get('content-length'))).toBeLessThan(5 * 1024);
    expect(await response.text()).toContain(JSON.stringify(code));
    const plain = await ask(path.replace('CODE', code), { 'accept-encoding': 'identity' });
    expect(plain.headers.get('content-encoding')).toBeNull();
    expect(await plain.text()).not.toContain('OTKUDA_SETTINGS');
  });

  it('has the settings of the page in it, and nothing that the page could break out with', async () => {
    const { code } = await newLink();
    const goal = encodeURIComponent('"});alert(1);//');
    const text = await (await ask(`/s.js?link=${code}&counter=12x&goal=${goal}&chat=%22%2B`)).text();
    expect(text).toContain(JSON.stringify('"});alert(1);//'));
    expect(text).toContain('"counter":null');
    expect(new Script(text)).toBeDefined();
  });

  it('for a link that is not there does nothing but say so', async () => {
    const response = await ask('/s.js?link=foreign');
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('"link":null');
    expect(await (await fetch(`${server.url}/metrics`)).text()).toMatch(
      /otkuda_landing_visits_total\{outcome="unknown_link"\} \d/,
    );
  });
});
