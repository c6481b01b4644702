import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { useShop } from '../../apps/server/src/links/testing/shop.ts';
import { keepInside, phoneAgent } from '../../apps/server/src/links/testing/visitor.ts';
import { screens, useBrowser } from '../../apps/server/src/testing/browser.ts';
import { useDatabase } from '../../apps/server/src/testing/test-database.ts';
import { type TestBot, useServer } from '../../apps/server/src/testing/test-server.ts';
import { bundleSite } from './bundle.ts';
import { renderSite } from './server.tsx';
import type { SiteProps, SnippetBy } from './site.tsx';

/** The snippet on pages made with React 19: developers' version, which complains of what it did not expect, and visitors' version. */
const database = useDatabase();
const server = useServer(database);
const browser = useBrowser();
const shop = useShop();
let bot: TestBot;
const bundles: Record<'development' | 'production', string> = { development: '', production: '' };
beforeAll(async () => {
  bot = await server.bot();
  for (const mode of ['development', 'production'] as const) bundles[mode] = shop.script(await bundleSite(mode));
});

const code = 'PJ[0-9a-f]{32}';
const withCode = expect.stringMatching(new RegExp(`^https://t\\.me/my_bot\\?start=${code}$`));

interface Opened {
  readonly page: Page;
  readonly link: { readonly id: string; readonly code: string };
}

interface Options {
  readonly mode?: 'development' | 'production';
  readonly by?: SnippetBy;
  readonly isHydrated?: boolean;
  /** React comes when the page has been at rest for long. */
  readonly isLate?: boolean;
  readonly head?: string;
  prepare?(page: Page): Promise<unknown>;
}

const newLink = async (): Promise<Opened['link']> => (await bot.manage('POST', '/links', { name: 'Page' })).body;
const snippetOf = (link: Opened['link']): string => `${server.url}/s.js?link=${link.code}&counter=1&goal=press`;

async function open(options: Options = {}): Promise<Opened> {
  const { mode = 'development', by = 'markup', isHydrated = false, isLate = false, head = '', prepare } = options;
  const link = await newLink();
  const snippet = snippetOf(link);
  const page = await browser.visit(undefined, { ...screens.phone, userAgent: phoneAgent });
  await keepInside(page);
  await prepare?.(page);
  const propsAt = (path: string): SiteProps => ({ snippet, by, path });
  // A page knows its own address when it is drawn: it is the next one of the shop.
  const next = new URL(shop.page('')).pathname.slice(1);
  const path = `/${Number(next) + 1}`;
  const url = shop.page(`<script>window.goals = [];
      window.ym = (counter, method, goal) => { if (method === 'reachGoal') goals.push(goal); };
      window.site = ${JSON.stringify(propsAt(path))};</script>
    ${by === 'markup' ? `<script defer src="${snippet}"></script>` : ''}${head}
    <div id="root">${isHydrated ? renderSite(propsAt(path)) : ''}</div>
    ${isLate ? '' : `<script defer src="${bundles[mode]}"></script>`}`);
  await page.goto(url);
  if (isLate) {
    await expect.poll(() => hrefs(page, '#plain')).toEqual([withCode]);
    await page.addScriptTag({ url: bundles[mode] });
  }
  await page.locator('[data-drawn]').waitFor();
  return { page, link };
}

const hrefs = (page: Page, selector = 'a') =>
  page.$$eval(selector, (links) => links.map((link) => link.getAttribute('href')));
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
/** One state on: React gives its link the address of that state. */
async function count(page: Page, times: number): Promise<void> {
  await press(page, 'count');
  await page.getByText(`seen ${times}`, { exact: true }).waitFor();
}

async function visitsOf({ link }: Opened): Promise<number> {
  const found = await database.pool.query('select from clicks where project_id = $1 and link_id = $2', [
    bot.projectId,
    link.id,
  ]);
  return found.rows.length;
}

describe.each(['markup', 'component', 'effect'] as const)(
  'a page drawn by React, with the snippet by its %s,',
  (by) => {
    it('has the code of one visit in what comes, changes, goes and comes again', async () => {
      const opened = await open({ by });
      const { page } = opened;
      await expect.poll(() => hrefs(page, '#plain')).toEqual([withCode]);
      const [to] = await hrefs(page, '#plain');
      const home = [to, to, to, 'https://t.me/other_bot', to, to, to];
      await expect.poll(() => hrefs(page)).toEqual(home);

      await press(page, 'late');
      await expect.poll(() => hrefs(page, '#late')).toEqual([to]);
      await press(page, 'late');
      await press(page, 'keys');
      await page.getByText('1-1').waitFor();
      await expect.poll(() => hrefs(page)).toEqual(home);

      await press(page, 'prices');
      await page.locator('#price').waitFor();
      await expect
        .poll(() => hrefs(page))
        .toEqual([`tg://resolve?domain=my_bot&start=${to?.split('start=')[1]}`, 'https://t.me/other_bot']);
      await page.goBack();
      await page.locator('#plain').waitFor();
      await expect.poll(() => hrefs(page)).toEqual(home);
      expect(await visitsOf(opened)).toBe(1);

      await page.evaluate('window.root.unmount()');
      expect(await hrefs(page)).toEqual([]);
      expect(await page.evaluate('window.otkuda.ready')).toBe(to);
      expect(browser.complaints).toEqual([]);
    });
  },
);

describe('an address that React sets back', () => {
  it('gets the code again however often that is', async () => {
    const { page } = await open();
    await expect.poll(() => hrefs(page, '#counted')).toEqual([withCode]);
    const beganMs = Date.now();
    for (let times = 1; times <= 50; times += 1) {
      await page.clock.setFixedTime(beganMs + times * 100);
      await count(page, times);
      await expect.poll(() => hrefs(page, '#counted')).toEqual([withCode]);
    }
  });
});

describe.each(['development', 'production'] as const)('markup from a server, in %s,', (mode) => {
  it('is taken over by React without a complaint, also where the snippet knew the code first', async () => {
    const { page } = await open({
      mode,
      isHydrated: true,
      prepare: (one) =>
        // The snippet has its answer before React begins.
        one.route(bundles[mode], async (route) => {
          await one.waitForFunction('window.otkuda !== undefined');
          await one.evaluate('window.otkuda.ready');
          await route.continue();
        }),
    });
    await expect.poll(() => hrefs(page, '#plain, #counted, #html')).toEqual([withCode, withCode, withCode]);
    await count(page, 1);
    await expect.poll(() => hrefs(page, '#plain, #counted, #html')).toEqual([withCode, withCode, withCode]);
    expect(browser.complaints).toEqual([]);
  });
});

describe('markup whose visitors’ React comes late', () => {
  it('is taken over with the code that is in it by then', async () => {
    const { page } = await open({ mode: 'production', isHydrated: true, isLate: true });
    expect(await hrefs(page, '#plain, #counted, #html')).toEqual([withCode, withCode, withCode]);
    await count(page, 1);
    await expect.poll(() => hrefs(page, '#counted')).toEqual([withCode]);
    expect(browser.complaints).toEqual([]);
  });
});

describe('a press', () => {
  it.each(['#plain', '#handled', 'text=opens', '#counted'])('of %s is the goal once', async (selector) => {
    const { page } = await open();
    await expect.poll(() => hrefs(page, '#plain')).toEqual([withCode]);
    const reached: unknown[] = [];
    await page.exposeFunction('reached', (goal: unknown) => reached.push(goal));
    await page.evaluate(`window.ym = (counter, method, goal) => method === 'reachGoal' && reached(goal)`);
    await page.locator(selector).click();
    await page.waitForURL('https://t.me/**');
    expect(page.url()).toEqual(withCode);
    expect(reached).toEqual(['press']);
  });

  it('takes the code along from a link that is set back too often, also in browsers that do not show where they go', async () => {
    const { page } = await open({ prepare: (one) => one.addInitScript('delete window.navigation') });
    await expect.poll(() => hrefs(page, '#counted')).toEqual([withCode]);
    await page.clock.setFixedTime(Date.now());
    for (let times = 1; times <= 25; times += 1) await count(page, times);
    expect(await hrefs(page, '#counted')).toEqual(['https://t.me/my_bot?start=25']);
    await page.locator('#counted').click();
    await page.waitForURL('https://t.me/**');
    expect(page.url()).toEqual(withCode);
  });
});

describe('two snippets on a page drawn by React', () => {
  it('give each link one code, and a press reaches one goal', async () => {
    const second = await newLink();
    const { page } = await open({ head: `<script defer src="${snippetOf(second)}"></script>` });
    const codes = await page.evaluate<string[]>('Promise.all(Object.values(window.otkuda.links))');
    expect(new Set(codes).size).toBe(2);
    await expect.poll(async () => codes.includes((await hrefs(page, '#counted'))[0] ?? '')).toBe(true);
    for (let times = 1; times <= 5; times += 1) {
      await count(page, times);
      await expect.poll(async () => codes.includes((await hrefs(page, '#counted'))[0] ?? '')).toBe(true);
    }
    const stay = `document.querySelector('#plain').addEventListener('click', (event) => event.preventDefault())`;
    await page.evaluate(stay);
    for (const reached of [['press'], ['press', 'press']]) {
      await page.locator('#plain').click();
      expect(await page.evaluate('goals')).toEqual(reached);
    }
    expect(browser.complaints).toEqual([]);
  });
});

describe('a page drawn by React whose server is away', () => {
  it('keeps its links as they were, and they work', async () => {
    const { page } = await open({ prepare: (one) => one.route(`${server.url}/**`, (route) => route.abort()) });
    await count(page, 1);
    expect(await hrefs(page, '#plain, #counted')).toEqual(['https://t.me/my_bot', 'https://t.me/my_bot?start=1']);
    await page.locator('#plain').click();
    await page.waitForURL('https://t.me/my_bot');
  });

  it('also where only the visit cannot be told', async () => {
    const { page } = await open({ prepare: (one) => one.route('**/s/visit', (route) => route.abort()) });
    expect(await page.evaluate('window.otkuda.ready')).toBe('https://t.me/my_bot');
    await count(page, 1);
    expect(await hrefs(page, '#plain, #counted')).toEqual(['https://t.me/my_bot', 'https://t.me/my_bot?start=1']);
    await page.locator('#handled').click();
    await page.waitForURL('https://t.me/my_bot');
  });
});
