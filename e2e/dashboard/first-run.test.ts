import { expect, it } from 'vitest';
import { screens } from '../../apps/server/src/testing/browser.ts';
import { seriousViolations } from './accessibility.ts';
import { owner, useDashboard } from './use-dashboard.ts';

const dashboard = useDashboard();

it('leads from the one-time link to the first data, and can be taken up again', async () => {
  const { server, browser } = dashboard;
  const page = await browser.visit(server.setupUrl ?? '', screens.desk);
  await page.getByLabel('Как вас зовут').fill(owner.name);
  await page.getByLabel('Почта').fill(owner.email);
  await page.locator('input[type=password]').fill(owner.password);
  await browser.screenshot(page, 'first-run-1-owner');
  expect(await seriousViolations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Создать владельца' }).click();

  await page.getByRole('button', { name: 'Создать проект' }).waitFor();
  await page.getByRole('heading', { name: 'Первый запуск' }).waitFor();
  await page.getByLabel('Название').fill('Школа рисования');
  await page.getByLabel('Имя в мессенджере').fill('@draw_school_bot');
  await browser.screenshot(page, 'first-run-2-project');
  expect(await seriousViolations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Создать проект' }).click();

  const makeLink = page.getByRole('button', { name: 'Создать ссылку' });
  await makeLink.waitFor();
  await page.getByLabel('Название').fill('Яндекс.Директ, лето');
  await browser.screenshot(page, 'first-run-3-link');
  await makeLink.click();
  await page.getByText('Ссылка готова').waitFor();
  // Whoever leaves here comes back to the same step.
  await page.reload();
  await page.getByText('Ссылка готова').waitFor();
  await page.getByRole('button', { name: 'Дальше' }).click();

  await page.getByText('Ждём первый запрос').waitFor();
  await browser.screenshot(page, 'first-run-4-test');
  expect(await seriousViolations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Отправить проверочное событие' }).click();

  await page.getByText('Проверка – из источника «Яндекс.Директ, лето»').waitFor();
  await browser.screenshot(page, 'first-run-5-data');
  await page.getByRole('link', { name: 'Открыть обзор' }).click();
  await page.getByRole('button', { name: /Яндекс.Директ, лето/ }).waitFor();
  await browser.screenshot(page, 'first-run-6-overview');
  // The browser notes that nobody was signed in at first.
  expect(browser.complaints.filter((complaint) => !complaint.includes('401'))).toEqual([]);
});

it('somebody who is not signed in is asked to, and led to where they wanted to go', async () => {
  const { server, browser } = dashboard;
  const page = await browser.visit(`${server.url}/p/1/links?q=summer`, { ...screens.phone, language: 'en-US' });
  await page.getByLabel('Email').fill(owner.email);
  await page.locator('input[type=password]').fill('not the password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('The email or the password is not right.').waitFor();
  await browser.screenshot(page, 'sign-in-en-phone');
  expect(await seriousViolations(page)).toEqual([]);
  await page.locator('input[type=password]').fill(owner.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL('**/p/1/links?q=summer');
});
