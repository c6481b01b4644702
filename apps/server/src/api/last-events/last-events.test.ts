import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { type AdvertisedBot, advertisedBot, startUpdate } from '../../testing/advertised-bot.ts';
import { screens, useBrowser } from '../../testing/browser.ts';
import { useDatabase } from '../../testing/test-database.ts';
import { useServer } from '../../testing/test-server.ts';

/** The page in a real browser: what somebody sees who set their constructor up a minute ago. */
const server = useServer(useDatabase());
const browser = useBrowser();

let bot: AdvertisedBot;
beforeAll(async () => {
  bot = await advertisedBot(server);
});

const russianPhone = { ...screens.phone, language: 'ru-RU' } as const;
const englishDesk = { ...screens.desk, language: 'en-US' } as const;

async function enter(page: Page, key: string): Promise<void> {
  await page.fill('#key', key);
  await page.click('button[type=submit]');
  await page.waitForSelector('#log:not([hidden])');
}

const texts = (page: Page, selector: string) => page.locator(selector).allInnerTexts();

it('a start from an ad is told in words, on a phone and in Russian, and its goal as it is confirmed', async () => {
  const own = await advertisedBot(server);
  const page = await browser.visit(`${server.url}/last_events/`, russianPhone);
  await enter(page, `${server.url}/v1/${own.key}/on_telegram_webhook`);
  expect(await page.innerText('#empty')).toContain('Запросов с этим ключом пока нет');
  expect(await page.innerText('#example')).toBe(`${server.url}/v1/${own.key}/on_telegram_webhook`);

  await own.call('on_telegram_webhook', startUpdate(1, 987654321, await own.click()));
  await page.waitForSelector('.call');
  expect(await texts(page, '.headline')).toEqual(['Старт: Вася (@vasya), источник: Яндекс.Директ, кампания «лето»']);
  expect(await texts(page, '.top')).toEqual([
    expect.stringMatching(/^\d\d:\d\d:\d\d\s+on_telegram_webhook\s+0 · успех$/),
  ]);
  await page.waitForSelector('.goals .mark.good:has-text("подтверждено")');
  expect(await texts(page, '.goals li')).toEqual([
    expect.stringMatching(/^Яндекс Метрика\s+bot_start\s+подтверждено\s+1 of 1 matched$/),
  ]);

  await page.click('summary');
  expect(await texts(page, '.call pre')).toEqual([
    expect.stringContaining('"first_name": "Вася"'),
    '{"status":"OK","mode":"production"}',
  ]);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
  expect(browser.complaints).toEqual([]);
});

it('what is wrong is said with what to do about it, on a desk and in English; new calls come on top by themselves', async () => {
  await bot.call('user_did_start_bot', { user_id: '5', first_name: '{{first_name}}', start_value: 'promo' });
  const page = await browser.visit(`${server.url}/API/last_events`, englishDesk);
  await enter(page, bot.key);
  await page.waitForSelector('.call');
  await bot.call('on_telegram_webhook', { tg_request: '#{tg_request}' });
  await bot.call('send_reach_goal', { user_id: '#{platform_id}', target: 'lead' });
  await bot.call('send_reach_goal', { user_id: '5', target: 'lead' });
  await expect.poll(() => texts(page, '.headline')).toHaveLength(4);
  expect(await texts(page, '.headline')).toEqual([
    'Goal “lead” of user 5',
    'user_id: a user id (not empty, not 0, at most 64 characters) was expected, got "#{platform_id}"',
    'The update came empty.',
    'Start of user 5',
  ]);
  const lines = await texts(page, '.line');
  expect(lines.join('\n')).toMatch(/told to nobody: the person's source is not known/);
  expect(lines.join('\n')).toMatch(/user_id came as “#\{platform_id\}”: SaleBot's template/);
  expect(lines.join('\n')).toMatch(/set the project constant save_webhook to 1/);
  expect(lines.join('\n')).toMatch(/first_name came as “\{\{first_name\}\}”/);
  expect(await texts(page, '.call.bad .mark')).toEqual(['422 · error', '400 · error']);
  await page.check('#errors');
  expect(await texts(page, '.call')).toHaveLength(2);
  await browser.screenshot(page, 'last-events-en-desk');
  expect(browser.complaints).toEqual([]);
});

it('is readable in both languages, light and dark, on both screens', async () => {
  await bot.call('on_telegram_webhook', startUpdate(11, 987654321, await bot.click()));
  await bot.call('add_event', {
    user_id: '987654321',
    event_type: 'sale',
    amount: 1500,
    conversion_target: 'purchase',
  });
  await bot.call('send_reach_goal', { user_id: '987654321', target: 'lead/2' });
  await bot.call('fly', {});
  for (const scheme of ['light', 'dark'] as const) {
    const page = await browser.visit(`${server.url}/last_events/`, { ...russianPhone, scheme });
    await browser.screenshot(page, `last-events-enter-${scheme}`);
    await enter(page, bot.key);
    await page.waitForSelector('.mark.quiet:has-text("не передаётся")');
    expect((await texts(page, '.headline')).join('\n')).toContain('Событие «sale»: Вася (@vasya), 1');
    // Nothing makes the page wider than the phone, and it says so where the server is out of reach, until it is back.
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    await page.context().setOffline(true);
    await page.waitForSelector('#live.lost');
    await page.context().setOffline(false);
    await page.waitForSelector('#live:not(.lost)');
    await browser.screenshot(page, `last-events-ru-phone-${scheme}`);
    await page.click('#language');
    await page.waitForSelector('.headline:has-text("Event “sale” of Вася")');
    const desk = await browser.visit(`${server.url}/last_events/`, { ...englishDesk, scheme });
    await enter(desk, bot.key);
    await desk.waitForSelector('.call');
    await browser.screenshot(desk, `last-events-en-desk-${scheme}`);
  }
});

describe('the key', () => {
  it('is in no address, in no other tab, and gone when it is left', async () => {
    const page = await browser.visit(`${server.url}/last_events/#${bot.key}`, russianPhone);
    await page.waitForSelector('.call');
    expect(page.url()).toBe(`${server.url}/last_events/`);
    expect(await page.evaluate('JSON.stringify(localStorage)')).not.toContain(bot.key);
    await page.reload();
    await page.waitForSelector('.call');
    const other = await page.context().newPage();
    await other.goto(`${server.url}/last_events/`);
    expect(await other.isVisible('#enter')).toBe(true);
    await page.click('#leave');
    expect(await page.evaluate('JSON.stringify(sessionStorage)')).not.toContain(bot.key);
    expect(await page.isVisible('.call')).toBe(false);
  });

  it('that is wrong is said to be wrong', async () => {
    const page = await browser.visit(`${server.url}/last_events/`, russianPhone);
    await page.fill('#key', 'otk_wrong');
    await page.click('button[type=submit]');
    await page.waitForSelector('#problem:not([hidden])');
    expect(await page.innerText('#problem')).toContain('Такого ключа нет');
  });
});

it('what a stranger sends is shown as text and runs nowhere', async () => {
  const own = await server.bot();
  const attack = `<img src=x onerror="document.title='run'"><script>document.title='run'</script>`;
  await own.call('user_did_start_bot', { user_id: attack, first_name: attack, start_value: attack });
  await own.call('add_event', { user_id: '1', event_type: attack, labels: attack });
  await own.call('user_did_start_bot', attack);
  const page = await browser.visit(`${server.url}/last_events/`, russianPhone);
  await enter(page, own.key);
  await page.waitForSelector('.call');
  expect(await page.locator('main img, main script').count()).toBe(0);
  expect(await page.title()).toBe('Откуда · журнал запросов');
  expect((await texts(page, '.headline')).join('\n')).toContain('<img src=x onerror=');
  expect(browser.complaints).toEqual([]);
});
