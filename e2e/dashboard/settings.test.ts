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
