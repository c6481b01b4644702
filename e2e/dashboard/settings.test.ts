import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { screens } from '../../apps/server/src/testing/browser.ts';
import { seriousViolations } from './accessibility.ts';
import { useDashboard } from './use-dashboard.ts';

const dashboard = useDashboard();

beforeAll(async () => {
  await dashboard.makeOwner();
});

/** A picture for whoever changes the page, and what axe and the edge of the screen say of it. */
async function looked(page: Page, name: string): Promise<void> {
  await dashboard.browser.screenshot(page, name);
  expect(await seriousViolations(page)).toEqual([]);
  const overhang = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
  expect(await page.evaluate<number>(overhang)).toBe(0);
}

describe('report keys', () => {
  it('are made with the addresses they open, which answer until the key is revoked', async () => {
    const { projectId } = await dashboard.server.bot();
    const page = await dashboard.open(`/p/${projectId}/settings`, screens.phone);
    const panel = page.getByRole('region', { name: 'Отчёты для скриптов' });
    await panel.getByRole('button', { name: 'Новый ключ отчётов' }).click();
    const address = panel.getByLabel('Подписчики');
    await address.waitFor();
    await looked(page, 'report-keys-ru-light-phone');
    const url = await address.inputValue();
    expect(await panel.getByLabel('Номера меток').inputValue()).toContain('/api/get_tags.php?apiKey=otr_');
    expect(await (await page.request.get(url)).text()).toContain('eventDate');

    const hint = (await panel.locator('code').textContent()) ?? '';
    await panel.getByRole('button', { name: 'Отозвать' }).click();
    await page.getByLabel(/Введите/).fill(hint);
    await page.getByRole('dialog').getByRole('button', { name: 'Отозвать' }).click();
    await panel.getByText('Отозван').waitFor();
    expect((await page.request.get(url)).status()).toBe(401);
    expect(await address.count()).toBe(0);
  });

  it('are shown whole again to those who may see them', async () => {
    const { projectId } = await dashboard.server.bot();
    await dashboard.server.manage('POST', `/projects/${projectId}/report-keys`);
    const account = { language: 'en', theme: 'dark' } as const;
    const page = await dashboard.open(`/p/${projectId}/settings`, { ...screens.desk, account });
    const panel = page.getByRole('region', { name: 'Reports for scripts' });
    await panel.getByRole('button', { name: 'Key and addresses' }).focus();
    await page.keyboard.press('Enter');
    await panel.getByLabel('Clicks').waitFor();
    await looked(page, 'report-keys-en-dark-desk');
  });
});

describe('currency rates', () => {
  it('count costs that were left out for want of one', async () => {
    const { projectId, manage } = await dashboard.server.bot();
    const date = new Date().toISOString().slice(0, 10);
    await manage('PUT', '/costs', [{ date, utm_campaign: 'summer', amount: '10', currency: 'USD' }]);
    const account = { language: 'ru', theme: 'dark' } as const;
    const page = await dashboard.open(`/p/${projectId}/sources`, { ...screens.phone, account });
    await page.getByRole('note').getByText(/10.\$/).waitFor();
    await looked(page, 'costs-left-out-ru-dark-phone');
    await page.getByRole('link', { name: 'Указать курс' }).click();

    const panel = page.getByRole('region', { name: 'Курсы валют' });
    await panel.getByRole('button', { name: 'Указать курс: USD' }).click();
    await panel.getByLabel('Курс: 1 USD').fill('92,5');
    await looked(page, 'currency-rates-ru-dark-phone');
    await panel.getByRole('button', { name: 'Сохранить' }).click();
    await page.getByText('Сохранено').waitFor();
    await page.goto(`${dashboard.server.url}/p/${projectId}/sources`);
    await page.locator('tfoot').getByText(/925/).first().waitFor();
    expect(await page.getByRole('note').count()).toBe(0);
  });

  it('are added by the name of the currency and taken away, by the keyboard too', async () => {
    const { projectId, manage } = await dashboard.server.bot();
    await manage('PUT', '/currency-rates', { rates: [{ currency: 'KZT', rate: '0.17' }] });
    const account = { language: 'en', theme: 'light' } as const;
    const page = await dashboard.open(`/p/${projectId}/settings`, { ...screens.desk, account });
    const panel = page.getByRole('region', { name: 'Currency rates' });
    await panel.getByLabel('Rate: 1 KZT').waitFor();
    await panel.getByPlaceholder('Add a currency').fill('euro');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await panel.getByLabel('Rate: 1 EUR').fill('100.25');
    await looked(page, 'currency-rates-en-light-desk');
    await panel.getByRole('button', { name: 'Remove the rate of KZT' }).click();
    await panel.getByLabel('Rate: 1 EUR').press('Enter');
    await page.getByText('Saved').waitFor();
    expect((await manage('GET', '/currency-rates')).body).toEqual({ rates: [{ currency: 'EUR', rate: '100.25' }] });
  });
});
