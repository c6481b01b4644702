import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { screens } from '../../apps/server/src/testing/browser.ts';
import { seriousViolations } from './accessibility.ts';
import { useDashboard } from './use-dashboard.ts';

/** Signing in at the stand-in of Yandex by the pages alone, and the goals its counter lacks. */
const dashboard = useDashboard();
const clientSecret = 'the-secret-of-the-app';

beforeAll(async () => {
  await dashboard.makeOwner();
  const { metrica, url } = dashboard.server;
  const app = {
    clientSecret,
    redirectUris: [`${url}/api/v1/destinations/oauth/callback`],
    scopes: ['metrika:offline_data', 'metrika:read', 'metrika:write'],
  };
  metrica.addApp({ ...app, clientId: 'app', login: 'owner' });
  metrica.addApp({ ...app, clientId: 'refused', login: null });
  metrica.addCounter({ id: '7000001', login: 'owner', token: 'by-hand', goals: ['lead'] });
});

async function looked(page: Page, name: string): Promise<void> {
  await dashboard.browser.screenshot(page, name);
  expect(await seriousViolations(page)).toEqual([]);
  const overhang = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
  expect(await page.evaluate<number>(overhang)).toBe(0);
}

async function connected(settings: object): Promise<string> {
  const bot = await dashboard.server.bot();
  const goals = { start: 'bot_start' };
  const body = { type: 'yandex_metrica', name: 'Counter', settings: { counter_id: '7000001', ...settings }, goals };
  expect(await bot.manage('POST', '/destinations', body)).toMatchObject({ httpStatus: 201 });
  return `/p/${bot.projectId}/conversions`;
}

describe('signing in with Yandex', () => {
  it('follows the form, and then the goals that the counter lacks are made', async () => {
    const { projectId } = await dashboard.server.bot();
    const account = { language: 'ru', theme: 'dark' } as const;
    const page = await dashboard.open(`/p/${projectId}/conversions`, { ...screens.phone, account });
    await page.getByRole('button', { name: 'Подключить систему' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Номер счётчика').fill('7000001');
    await dialog.getByLabel('ClientID приложения').fill('app');
    await dialog.getByLabel('Client secret приложения').fill(clientSecret);
    await dialog.getByLabel('Старт бота').fill('bot_start');
    await dialog.getByLabel('Отписка').fill('lead');
    // What signing in sets is not asked for.
    expect(await dialog.getByLabel(/Refresh|действует до/).count()).toBe(0);
    const redirect = await dialog.getByLabel('Redirect URI').inputValue();
    expect(redirect).toBe(`${dashboard.server.url}/api/v1/destinations/oauth/callback`);
    await looked(page, 'sign-in-form-ru-dark-phone');
    await dialog.getByRole('button', { name: 'Сохранить и войти через Яндекс' }).click();

    await page.getByText('Вход выполнен').waitFor();
    const card = page.getByRole('article', { name: 'Яндекс Метрика' });
    await card.getByText('Доступ выдан до').waitFor();
    await card.getByRole('button', { name: 'Создать недостающие цели' }).click();
    const made = card.getByRole('listitem');
    await expect
      .poll(async () => (await made.allTextContents()).toSorted())
      .toEqual(['bot_startсоздана', 'leadуже есть']);
    await looked(page, 'goals-made-ru-dark-phone');
    await page.getByRole('button', { name: 'Закрыть' }).click();
    expect(new URL(page.url()).search).toBe('');
  });

  it('says why it did not work, and can be begun again', async () => {
    const path = await connected({ client_id: 'refused', client_secret: clientSecret });
    const account = { language: 'en', theme: 'light' } as const;
    const page = await dashboard.open(path, { ...screens.desk, account });
    const card = page.getByRole('article', { name: 'Counter' });
    await card.getByText('Signing in is left').waitFor();
    await card.getByText('Needs you').waitFor();
    await card.getByRole('button', { name: 'Sign in with Yandex' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('Access was not given').waitFor();
    await looked(page, 'sign-in-refused-en-light-desk');
    await card.getByRole('button', { name: 'Sign in with Yandex' }).waitFor();
  });

  it('is asked for again two weeks before the access ends', async () => {
    const ends = new Date(Date.now() + 5 * 86_400_000).toISOString();
    const app = { client_id: 'app', client_secret: clientSecret };
    const path = await connected({ ...app, oauth_token: 'by-hand', expires_at: ends });
    const page = await dashboard.open(path);
    const card = page.getByRole('article', { name: 'Counter' });
    await card.getByText('Через две недели или раньше').waitFor();
    await card.getByRole('button', { name: 'Войти заново' }).click();
    await page.getByText('Вход выполнен').waitFor();
    expect(await card.getByText('Через две недели или раньше').count()).toBe(0);
  });
});
