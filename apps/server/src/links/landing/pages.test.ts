import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { screens, useBrowser } from '../../testing/browser.ts';
import { useDatabase } from '../../testing/test-database.ts';
import { type TestBot, useServer } from '../../testing/test-server.ts';
import { useShop } from '../testing/shop.ts';
import { keepInside, metricaScript, phoneAgent } from '../testing/visitor.ts';

const database = useDatabase();
const server = useServer(database);
const browser = useBrowser();
const shop = useShop();
let bot: TestBot;
beforeAll(async () => {
  bot = await server.bot();
});

const code = 'PJ[0-9a-f]{32}';
const withCode = expect.stringMatching(new RegExp(`^https://t\\.me/my_bot\\?start=${code}$`));

async function newLink(of: TestBot = bot): Promise<{ id: string; code: string }> {
  return (await of.manage('POST', '/links', { name: 'Page' })).body;
}

const script = (link: { code: string }, more = '') =>
  `<script defer src="${server.url}/s.js?link=${link.code}${more}"></script>`;

async function open(url: string, prepare?: (page: Page) => Promise<unknown>): Promise<Page> {
  const page = await browser.visit(undefined, { ...screens.phone, userAgent: phoneAgent });
  await keepInside(page);
  await prepare?.(page);
  await page.goto(url);
  return page;
}

const ready = (page: Page) => page.evaluate('window.otkuda.ready');
const hrefs = (page: Page) => page.$$eval('a', (links) => links.map((link) => link.getAttribute('href')));

async function clicksOf(link: { id: string }) {
  const found = await database.pool.query('select * from clicks where project_id = $1 and link_id = $2', [
    bot.projectId,
    link.id,
  ]);
  return found.rows;
}

async function learntOf(link: { id: string }) {
  const found = await database.pool.query(
    'select name, value from click_ids join clicks using (project_id, click_id) where project_id = $1 and link_id = $2 order by name',
    [bot.projectId, link.id],
  );
  return found.rows;
}

describe('a static page', () => {
  it('has the code in its links to the bot, and the visit is stored with what the browser knows', async () => {
    const link = await newLink();
    const url =
      shop.page(`${script(link)}<a href="https://t.me/my_bot">1</a><a href="http://telegram.me/My_Bot?start=old">2</a>
      <a href="tg://resolve?domain=my_bot">3</a><a href="https://t.me/other_bot">4</a><a href="https://t.me/my_bot/app?startapp=x">5</a>
      <a href="https://t.me/my_bot?startgroup=a">6</a><a href="/cart">7</a><a href="https://evil.example/t.me/my_bot">8</a>
      <a href="https://max.ru/my_bot">9</a>`);
    const page = await open(`${url}?utm_source=ya&yclid=77`, (one) =>
      one.context().addCookies([
        { name: '_ym_uid', value: '1710232430899999999', url },
        { name: 'session', value: 'secret', url },
      ]),
    );
    const to = await ready(page);
    expect(to).toEqual(withCode);
    const start = new URL(String(to)).searchParams.get('start');
    await expect
      .poll(() => hrefs(page))
      .toEqual([
        ...[to, to, `tg://resolve?domain=my_bot&start=${start}`, 'https://t.me/other_bot'],
        ...['https://t.me/my_bot/app?startapp=x', 'https://t.me/my_bot?startgroup=a', '/cart'],
        ...['https://evil.example/t.me/my_bot', 'https://max.ru/my_bot'],
      ]);
    expect(await clicksOf(link)).toMatchObject([
      {
        via: 'landing',
        machine: null,
        marks: { utm_source: 'ya' },
        ids: { yclid: '77', _ym_uid: '1710232430899999999' },
        address: `${url}?utm_source=ya&yclid=77`,
      },
    ]);
    expect(browser.complaints).toEqual([]);
  });

  it('reaches the goal of its Metrica on a press, and tells what was learnt since', async () => {
    const link = await newLink();
    const url = shop.page(`<script>var calls=[]; window.tellAsked=(call)=>calls.push(call)</script>
      ${script(link, '&counter=123&goal=toTelegram')}<a href="https://t.me/my_bot"><b>Go</b></a>`);
    const page = await open(url);
    await ready(page);
    await page.evaluate(metricaScript);
    await page.evaluate(`document.cookie = '_fbp=fb.1.2.3'`);
    await page.evaluate(`document.querySelector('a').addEventListener('click', (event) => event.preventDefault())`);
    await page.getByText('Go').click();
    await expect.poll(() => page.evaluate('calls')).toContainEqual([123, 'reachGoal', 'toTelegram']);
    await expect
      .poll(() => learntOf(link))
      .toEqual([
        { name: '_fbp', value: 'fb.1.2.3' },
        { name: '_ym_uid', value: '1710232430899999999' },
      ]);
  });

  it('remembers the ad that the visitor came by while they read on', async () => {
    const [first, second] = [await newLink(), await newLink()];
    await ready(await open(`${shop.page(script(first))}?utm_source=vk&rb_clickid=aB`));
    const page = await open(`${shop.page(script(first))}?utm_source=vk&rb_clickid=aB`);
    await ready(page);
    await page.goto(shop.page(script(second)));
    await ready(page);
    expect(await clicksOf(second)).toMatchObject([
      { marks: { utm_source: 'vk' }, ids: { rb_clickid: 'aB' }, ad_system: 'vk' },
    ]);
  });

  it("with TGTrack's tag works unchanged", async () => {
    const link = await newLink();
    const page = await open(
      shop.page(`<script defer src="${server.url}/API/landing_script/v1/?linkID=${link.code}&type=ya&counterID=5&chat=my_bot&onClickGoal=g"></script>
        <a href="https://t.me/my_bot">1</a>`),
    );
    await expect.poll(() => hrefs(page)).toEqual([withCode]);
  });
});

describe('a page made in a constructor', () => {
  it('has the code in links that come late, in inline handlers, popups and scripts of its own', async () => {
    const link = await newLink();
    const url = shop.page(`${script(link, '&counter=1&goal=g')}<div id="rec"></div>
        <button id="inline" onclick="window.open('https://t.me/my_bot','_self');return false">inline</button>
        <button id="open">open</button><button id="go">go</button><button id="popup">popup</button>
        <script>
          window.calls = []; window.ym = (...call) => calls.push(call.slice(1, 3));
          document.getElementById('popup').onclick = () => {
            rec.insertAdjacentHTML('beforeend', '<div class="t-popup"><a data-url="https://t.me/my_bot" href="https://t.me/my_bot">late</a></div>');
          };
          document.getElementById('open').onclick = () => window.open('https://t.me/my_bot', '_self');
          document.getElementById('go').onclick = () => { location.href = 'https://t.me/my_bot'; };
        </script>`);
    const page = await open(url);
    const to = String(await ready(page));
    await page.locator('#popup').click();
    await expect.poll(() => hrefs(page)).toEqual([to]);
    await expect.poll(() => page.locator('#inline').getAttribute('onclick')).toContain(to);
    for (const button of ['#open', '#go', '#inline']) {
      await page.goto(url);
      const toNow = await ready(page);
      expect(toNow).toEqual(withCode);
      await page.locator(button).click();
      await expect.poll(() => page.url()).toBe(toNow);
    }
    expect(browser.complaints).toEqual([]);
  });
});

describe('a page that draws itself', () => {
  it('keeps the code through navigation and drawing again, in one visit', async () => {
    const link = await newLink();
    const page = await open(
      shop.page(`<div id="root"></div><script>
        // As a framework does: state in, the whole tree out, addresses set back each time.
        window.draw = (route) => {
          root.innerHTML = '<nav>' + route + '</nav><a href="https://t.me/my_bot">' + route + '</a>';
        };
        window.setBack = () => root.querySelector('a').setAttribute('href', 'https://t.me/my_bot');
        window.go = (route) => { history.pushState({}, '', '#' + route); draw(route); };
        draw('home');
        const tag = document.createElement('script');
        tag.src = '${server.url}/s.js?link=${link.code}';
        window.mount = () => document.head.append(tag.cloneNode());
        mount();
      </script>`),
    );
    await expect.poll(() => hrefs(page)).toEqual([withCode]);
    const [first] = await hrefs(page);
    for (const change of ["go('prices')", 'setBack()', "go('about')", 'mount()', "draw('again')", 'setBack()']) {
      await page.evaluate(change);
      await expect.poll(() => hrefs(page)).toEqual([first]);
    }
    expect(await clicksOf(link)).toHaveLength(1);
    expect(browser.complaints).toEqual([]);
  });

  it('that sets an address back without end is left to it after a while', async () => {
    const link = await newLink();
    const page = await open(
      shop.page(`${script(link)}<a href="https://t.me/my_bot">1</a><script>
        let times = 0;
        const link = document.querySelector('a');
        new MutationObserver(() => {
          if (link.getAttribute('href') === 'https://t.me/my_bot') return;
          times += 1;
          link.setAttribute('href', 'https://t.me/my_bot');
        })
          .observe(link, { attributes: true });
      </script>`),
    );
    await ready(page);
    await expect.poll(() => page.evaluate('times')).toBe(20);
    await page.evaluate('new Promise(requestAnimationFrame)');
    expect(await hrefs(page)).toEqual(['https://t.me/my_bot']);
    expect(await page.evaluate('1 + 1')).toBe(2);
  });
});

describe('a page with two snippets', () => {
  it('for two bots gives each its own code', async () => {
    const project = (
      await server.manage('POST', '/projects', {
        platform: 'max',
        kind: 'bot',
        title: 'Second',
        username: 'second_bot',
      })
    ).body;
    const second = (await server.manage('POST', `/projects/${project.id}/links`, { name: 'b' })).body;
    const page = await open(
      shop.page(
        `${script(await newLink())}${script(second)}<a href="https://t.me/my_bot">1</a><a href="https://max.ru/second_bot">2</a>`,
      ),
    );
    await expect
      .poll(() => hrefs(page))
      .toEqual([withCode, expect.stringMatching(new RegExp(`^https://max\\.ru/second_bot\\?start=${code}$`))]);
    expect(await page.evaluate('Promise.all(Object.values(window.otkuda.links))')).toEqual(await hrefs(page));
  });

  it('for one bot lets one of them have the link, and they do not fight', async () => {
    const page = await open(
      shop.page(`${script(await newLink())}${script(await newLink())}<a href="https://t.me/my_bot">1</a>`),
    );
    const both = await page.evaluate<string[]>('Promise.all(Object.values(window.otkuda.links))');
    await expect.poll(async () => both.includes((await hrefs(page))[0] ?? '')).toBe(true);
    const [first] = await hrefs(page);
    await page.evaluate('new Promise(requestAnimationFrame)');
    expect(await hrefs(page)).toEqual([first]);
  });
});

describe('a page whose server', () => {
  it('is away keeps its links, and a promise that is kept', async () => {
    const link = await newLink();
    const page = await open(shop.page(`${script(link)}<a href="https://t.me/my_bot">1</a>`), (one) =>
      one.route('**/s/visit', (route) => route.abort()),
    );
    expect(await ready(page)).toBe('https://t.me/my_bot');
    expect(await hrefs(page)).toEqual(['https://t.me/my_bot']);
    await page.locator('a').click();
    await expect.poll(() => page.url()).toBe('https://t.me/my_bot');
  });

  it('is slow is not slowed: links work as they are until the answer is there', async () => {
    const link = await newLink();
    let release: () => void = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const page = await open(shop.page(`${script(link)}<a href="https://t.me/my_bot">1</a>`), (one) =>
      one.route('**/s/visit', async (route) => {
        await held;
        await route.continue();
      }),
    );
    // The page is loaded, and its links are as they were.
    expect(await page.evaluate('document.readyState')).toBe('complete');
    expect(await hrefs(page)).toEqual(['https://t.me/my_bot']);
    release();
    await expect.poll(() => hrefs(page)).toEqual([withCode]);
  });

  it('knows no such link stays as it is, and its owner can read why', async () => {
    const said: string[] = [];
    const page = await open(
      shop.page(`${script({ code: 'foreign-1' })}<a href="https://t.me/my_bot">1</a>`),
      async (one) => {
        one.on('console', (message) => said.push(message.text()));
      },
    );
    await expect.poll(() => said).toEqual([expect.stringContaining('"foreign-1"')]);
    expect(await ready(page)).toBeNull();
    expect(await hrefs(page)).toEqual(['https://t.me/my_bot']);
  });
});
