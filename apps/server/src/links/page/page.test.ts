import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { screens, useBrowser, type Visitor } from '../../testing/browser.ts';
import { useDatabase } from '../../testing/test-database.ts';
import { type TestBot, useServer } from '../../testing/test-server.ts';
import { keepInside, metricaTag, phoneAgent, triedBy, withMetrica } from '../testing/visitor.ts';
import { languageOf } from './texts.ts';

const database = useDatabase();
const server = useServer(database);
const browser = useBrowser();
let bot: TestBot;
beforeAll(async () => {
  bot = await server.bot();
});

interface TestLink {
  readonly id: string;
  readonly code: string;
  readonly url: string;
}

async function newLink(page: object | null, of: TestBot = bot): Promise<TestLink> {
  return (await of.manage('POST', '/links', { name: 'Link', page })).body;
}

const person = { ...screens.phone, userAgent: phoneAgent };
const botWithCode = /^https:\/\/t\.me\/my_bot\?start=PJ[0-9a-f]{32}$/;

async function ask(url: string, headers: Record<string, string> = {}) {
  const response = await fetch(url, { redirect: 'manual', headers: { 'user-agent': phoneAgent, ...headers } });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

async function learntOf({ id }: TestLink) {
  const found = await database.pool.query(
    `select name, value from click_ids join clicks using (project_id, click_id) where project_id = $1 and link_id = $2`,
    [bot.projectId, id],
  );
  return found.rows;
}

/** Somebody with a phone. */
async function visitor(more: Visitor = {}) {
  const page = await browser.visit(undefined, { ...person, ...more });
  await keepInside(page);
  return { page, tried: await triedBy(page) };
}

async function isAtBot(page: Page): Promise<void> {
  await expect.poll(() => page.url()).toMatch(botWithCode);
}

/** From now on the time of the page passes only when it is told to. */
async function stopClock(page: Page): Promise<void> {
  await page.clock.install({ time: 0 });
  await page.clock.pauseAt(1_000);
}

describe('the page between', () => {
  it('learns the ClientID, reaches the goal, tries the app, and goes on to the bot', async () => {
    const link = await newLink({ counter_id: '2215573', goal: 'toTelegram' });
    const { page, tried } = await visitor();
    const asked = await withMetrica(page);
    await page.goto(link.url);
    await isAtBot(page);
    expect(asked).toEqual([
      [2215573, 'init'],
      [2215573, 'getClientID'],
      [2215573, 'reachGoal', 'toTelegram'],
    ]);
    expect(await learntOf(link)).toEqual([{ name: '_ym_uid', value: '1710232430899999999' }]);
    const code = new URL(page.url()).searchParams.get('start');
    expect(tried).toEqual([`tg://resolve?domain=my_bot&start=${code}`, page.url()]);
    expect(browser.complaints).toEqual([]);
    expect((await bot.manage('GET', `/links/${link.id}`)).body.counts).toMatchObject({ clicks: 1, machine_clicks: 0 });
  });

  it('waits for a Metrica that does not answer no longer than 0.8 seconds', async () => {
    const link = await newLink({ counter_id: '2215573' });
    const { page, tried } = await visitor();
    // Never answered: were it waited for, the page would stay.
    await page.route(metricaTag, () => {});
    await stopClock(page);
    await page.goto(link.url, { waitUntil: 'commit' });
    await page.getByRole('link').waitFor();
    await page.clock.runFor(799);
    expect(tried).toEqual([]);
    await page.clock.runFor(1);
    await expect.poll(() => tried).toEqual([expect.stringContaining('tg://resolve?domain=my_bot')]);
    await page.clock.runFor(1_200);
    await isAtBot(page);
    expect(await learntOf(link)).toEqual([]);
  });

  it.each([
    ['cannot be loaded', '2215573'],
    ['is not there', null],
  ])('goes on at once where Metrica %s', async (_name, counter) => {
    const link = await newLink({ counter_id: counter });
    const { page, tried } = await visitor();
    await page.goto(link.url, { waitUntil: 'commit' });
    await isAtBot(page);
    expect(tried).toEqual([expect.stringContaining('tg://resolve?domain=my_bot'), page.url()]);
  });

  it('asks the counter that the project tells its goals to, unless the link has its own', async () => {
    const other = await server.bot();
    const settings = { counter_id: '777', oauth_token: 'y0_TEST' };
    const link = await newLink({}, other);
    expect((await ask(link.url)).text).toContain('"counter":null');
    await other.manage('POST', '/destinations', { type: 'yandex_metrica', name: 'M', settings, goals: {} });
    expect((await ask(link.url)).text).toContain('"counter":"777"');
    await other.manage('PATCH', `/links/${link.id}`, { page: { counter_id: '888' } });
    expect((await ask(link.url)).text).toContain('"counter":"888"');
  });

  it('works without scripts', async () => {
    const link = await newLink({ counter_id: '2215573' });
    const { page } = await visitor({ scripts: false });
    await page.goto(link.url);
    await isAtBot(page);
  });

  it('has a button for whoever it did not take on, in their language', async () => {
    const link = await newLink({ counter_id: '2215573' });
    for (const [language, name] of [
      ['ru-RU', 'Открыть Telegram'],
      ['en-US', 'Open Telegram'],
    ] as const) {
      const { page } = await visitor({ language });
      await page.route(metricaTag, () => {});
      await stopClock(page);
      await page.goto(link.url, { waitUntil: 'commit' });
      const button = page.getByRole('link', { name });
      await expect.poll(() => button.getAttribute('href')).toMatch(botWithCode);
      await browser.screenshot(page, `page-between-${language}`);
      await button.click();
      await isAtBot(page);
    }
    expect(browser.complaints).toEqual([]);
  });

  it('is small, lets nothing else in, and is kept by nobody', async () => {
    const link = await newLink({ counter_id: '2215573', goal: 'x'.repeat(128) });
    const { status, headers, text } = await ask(`${link.url}?utm_campaign=${'x'.repeat(500)}`);
    expect(status).toBe(200);
    expect(Buffer.byteLength(text)).toBeLessThan(10 * 1024);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/^default-src 'none'; script-src 'nonce-[\w-]{22}' https:\/\/mc\.yandex\.ru /);
    expect(policy).not.toMatch(/unsafe|\*/);
    expect(headers.get('cache-control')).toBe('no-store');
    expect((await ask((await newLink({})).url)).headers.get('content-security-policy')).not.toContain('yandex');
  });

  it('has nothing in it that a target or a goal could break out with', async () => {
    const nasty = '"><script>alert(1)</script>';
    const link = (
      await bot.manage('POST', '/links', {
        name: 'a',
        target: `https://example.org/?a=%22'&b=</script><script>alert(1)</script>`.replaceAll(' ', ''),
        page: { counter_id: '1', goal: nasty },
      })
    ).body;
    const { text } = await ask(link.url);
    expect(text.match(/<script/g)).toHaveLength(1);
    expect(text.match(/<\/script/g)).toHaveLength(1);
    expect(text).toContain('"goal":"\\"\\u003e\\u003cscript\\u003ealert(1)');
  });

  it.each([
    ['a preview', { 'user-agent': 'TelegramBot (like TwitterBot)' }],
    ['a prefetch', { 'sec-purpose': 'prefetch' }],
  ])('is not shown to %s, which is redirected', async (_name, headers) => {
    const link = await newLink({ counter_id: '1' });
    expect((await ask(link.url, headers)).status).toBe(302);
  });

  it('is shown to somebody who came again as well', async () => {
    const link = await newLink({ counter_id: '1' });
    expect([(await ask(link.url)).status, (await ask(link.url)).status]).toEqual([200, 200]);
  });
});

describe('the language of the page', () => {
  it.each([
    [undefined, 'en'],
    ['', 'en'],
    ['ru', 'ru'],
    ['ru-RU,ru;q=0.9,en-US;q=0.8', 'ru'],
    ['en-US,en;q=0.9,ru;q=0.8', 'en'],
    ['de,ru;q=0.5', 'ru'],
    ['kk-KZ', 'ru'],
    ['de', 'en'],
    ['ru;q=0,en', 'en'],
    ['*;;q=x,,', 'en'],
  ])('for %s is %s', (header, language) => {
    expect(languageOf(header)).toBe(language);
  });
});
