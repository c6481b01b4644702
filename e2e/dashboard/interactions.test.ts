import { beforeAll, describe, expect, it } from 'vitest';
import { screens } from '../../apps/server/src/testing/browser.ts';
import { seriousViolations } from './accessibility.ts';
import { type Story, tellStory } from './story.ts';
import { useDashboard } from './use-dashboard.ts';

const dashboard = useDashboard();
let story: Story;

beforeAll(async () => {
  await dashboard.makeOwner();
  story = await tellStory(dashboard.server);
}, 300_000);

describe('the address', () => {
  it('holds what is looked at: a copied one shows the same', async () => {
    const page = await dashboard.open(`/p/${story.projectId}/overview`);
    await page.getByRole('button', { name: /VK Реклама, лето/ }).click();
    await page.getByText('Ссылка: VK Реклама, лето').waitFor();
    await page.getByRole('button', { name: /^Остались/ }).click();
    await page.getByRole('button', { name: /Период/ }).click();
    await page.getByRole('menuitem', { name: '7 дней' }).click();
    await expect.poll(() => page.url()).toMatch(/period=7d/);
    const strip = page.getByRole('button', { pressed: true }).filter({ hasText: 'Остались' });

    const copy = await dashboard.open(new URL(page.url()).pathname + new URL(page.url()).search);
    await copy.getByText('Ссылка: VK Реклама, лето').waitFor();
    const same = copy.getByRole('button', { pressed: true }).filter({ hasText: 'Остались' });
    await expect.poll(async () => (await same.textContent()) === (await strip.textContent())).toBe(true);
  });

  it('goes back to the whole when a filter is taken away', async () => {
    const page = await dashboard.open(`/p/${story.projectId}/sources?utm_campaign=anna`);
    await expect.poll(() => page.locator('tbody tr').count()).toBe(1);
    await page.getByRole('button', { name: /Убрать фильтр/ }).click();
    await expect.poll(() => page.locator('tbody tr').count()).toBeGreaterThan(5);
    expect(new URL(page.url()).search).toBe('');
  });
});

describe('the table of sources', () => {
  it('is grouped by two levels, sorted, and its totals are those of its rows', async () => {
    const page = await dashboard.open(`/p/${story.projectId}/sources`);
    await page.getByText('Блогер Анна').first().waitFor();
    const totals = await page.locator('tfoot').textContent();
    await page.getByRole('button', { name: 'Клики' }).click();
    await expect.poll(() => page.locator('tbody tr').first().textContent()).toContain('Яндекс.Директ, поиск');
    await page.getByRole('button', { name: 'Клики' }).click();
    await expect.poll(() => page.locator('tbody tr').first().textContent()).toContain('QR на конференции');
    await page.goto(`${page.url()}&second=country`);
    await page.getByText('Казахстан').first().waitFor();
    expect(await page.locator('tfoot').textContent()).toBe(totals);
  });

  it('keeps pinned rows on top whatever the order, draws them, and the address holds them', async () => {
    const page = await dashboard.open(`/p/${story.projectId}/sources?by=utm_campaign`);
    await page.getByRole('button', { name: 'Закрепить: offline' }).press('Enter');
    await page.getByRole('button', { name: 'Закрепить: leto' }).press('Enter');
    const firstRows = () => page.locator('tr[data-pinned] td:first-child').allTextContents();
    await expect.poll(firstRows).toEqual(['offline', 'leto']);
    await page.getByRole('button', { name: 'Клики' }).last().click();
    await expect.poll(firstRows).toEqual(['offline', 'leto']);
    const copy = await dashboard.open(new URL(page.url()).pathname + new URL(page.url()).search);
    const chart = copy.getByRole('figure', { name: /^Закреплённые: Подписки/ });
    await chart.locator('canvas').waitFor();
    // What a screen reader is told is what the table counts.
    const joins = await chart.locator('tbody tr td:nth-child(3)').allTextContents();
    const drawn = joins.reduce((sum, text) => sum + Number(text), 0);
    const row = copy.locator('tr[data-pinned]', { hasText: 'leto' });
    expect(await row.locator('td').nth(2).textContent()).toContain(String(drawn));
    await copy.getByRole('button', { name: 'Открепить: offline' }).click();
    await copy.getByRole('button', { name: 'Открепить: leto' }).click();
    await chart.waitFor({ state: 'detached' });
  });

  it('opens and pins what has no value as that row, without what has no source at all', async () => {
    const page = await dashboard.open(`/p/${story.projectId}/sources?by=utm_term&compare=none`);
    const row = page.locator('tbody tr', { hasText: 'не указано' }).first();
    const joins = await row.locator('td').nth(2).textContent();
    await page.getByRole('button', { name: 'Закрепить: не указано' }).first().click();
    await page.locator('tr[data-pinned]').waitFor();
    await page
      .getByRole('figure', { name: /^Закреплённые: / })
      .locator('canvas')
      .waitFor();
    await row.focus();
    await page.keyboard.press('Enter');
    await page.getByText('есть источник').waitFor();
    await expect.poll(() => page.locator('tfoot td').nth(2).textContent()).toBe(joins);
  });

  it('gives a link the address for the ads of its system', async () => {
    const page = await dashboard.open(`/p/${story.projectId}/links?link=${story.linkId}`);
    await page.getByText('yclid Директ добавляет сам').waitFor();
    expect(await page.getByLabel('Адрес для объявления').inputValue()).toContain('&utm_content={ad_id}');
  });

  it('takes a cost where it is read', async () => {
    const page = await dashboard.open(`/p/${story.projectId}/sources`);
    await page.getByRole('button', { name: /Расход: QR на конференции/ }).click();
    await page.getByLabel(/^Сумма/).fill('1 350,50');
    await page.getByRole('button', { name: 'Сохранить' }).click();
    await page.getByText('Расход записан').waitFor();
    const row = page.locator('tbody tr', { hasText: 'QR на конференции' });
    await expect.poll(() => row.textContent()).toMatch(/1.351.₽/);
  });

  it('takes costs as a table, and says which rows it cannot read', async () => {
    const page = await dashboard.open(`/p/${story.projectId}/sources`);
    const load = async (text: string): Promise<void> => {
      await page.getByRole('button', { name: 'Загрузить расходы' }).click();
      const chosen = page.waitForEvent('filechooser');
      await page.getByRole('button', { name: 'Выбрать файл' }).click();
      await (await chosen).setFiles({ name: 'costs.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
    };
    await load('date;link;amount\n2026-11-01;Nobody;5');
    await page.getByRole('alert').getByText(/link/).waitFor();
    await page.getByRole('button', { name: 'Закрыть' }).click();
    await load('date;link;amount\n2026-11-01;Блогер Анна;2500\n2026-11-02;Блогер Анна;100');
    await page.getByText('Записано 2 строки').waitFor();
  });
});

describe('filters', () => {
  it('are added by the keyboard, go along to the next report, and going back takes them away', async () => {
    const page = await dashboard.open(`/p/${story.projectId}/sources`);
    await page.getByText('Блогер Анна').first().waitFor();
    await page.getByRole('button', { name: 'Фильтр', exact: true }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Добавить фильтр' });
    await dialog.getByRole('button', { name: 'utm_campaign' }).press('Enter');
    const search = dialog.getByRole('textbox', { name: 'Поиск' });
    await search.fill('ann');
    await dialog.getByRole('button', { name: /^anna/ }).press('Enter');
    const chip = page.getByRole('button', { name: 'Убрать фильтр: utm_campaign: anna' });
    await chip.waitFor();
    await dialog.waitFor({ state: 'detached' });
    await expect.poll(() => page.locator('tbody tr').count()).toBe(1);

    await page.getByRole('link', { name: 'Воронка' }).click();
    await page.waitForURL('**/funnel?utm_campaign=anna');
    await chip.waitFor();
    await page.getByRole('link', { name: 'Аудитория' }).click();
    await page.waitForURL('**/audience?utm_campaign=anna');
    await chip.waitFor();
    await page.goBack();
    await page.goBack();
    await page.waitForURL('**/sources?utm_campaign=anna');
    await page.goBack();
    await page.waitForURL('**/sources');
    await expect.poll(() => page.locator('tbody tr').count()).toBeGreaterThan(5);
  });

  it('narrow the audience by what every report is narrowed by, and say by which days it is', async () => {
    const page = await dashboard.open(`/p/${story.projectId}/overview`);
    await page.getByRole('link', { name: 'Кто эти люди' }).click();
    await page.waitForURL('**/audience?*joined_from=*');
    await page.getByRole('button', { name: /^Убрать фильтр: Пришли: / }).click();
    await page.getByRole('button', { name: 'Фильтр', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Добавить фильтр' });
    await dialog.getByRole('button', { name: 'Рекламная система' }).click();
    await dialog.getByRole('button', { name: /^Google/ }).click();
    await page.waitForURL('**/audience?ad_system=google');
    const sources = page.locator('tbody tr td:nth-child(2)');
    await expect
      .poll(async () => new Set((await sources.allTextContents()).map((text) => text.replace('brand', ''))))
      .toEqual(new Set(['Google, бренд']));
  });

  it('can be chosen on a phone, and an open choice is accessible', async () => {
    const page = await dashboard.open(`/p/${story.projectId}/retention?period=90d`, {
      ...screens.phone,
      account: { language: 'en', theme: 'dark' },
    });
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Add a filter' });
    await dialog.getByRole('button', { name: 'Link' }).click();
    await dialog.getByRole('button', { name: /Telegram Ads/ }).waitFor();
    await dashboard.browser.screenshot(page, 'filter-en-dark-phone');
    expect(await seriousViolations(page)).toEqual([]);
    await dialog.getByRole('button', { name: /Telegram Ads/ }).click();
    await page.getByText('Link: Telegram Ads').waitFor();
  });
});

describe('the funnel', () => {
  it('is told apart by a label, and narrowed to one of its values and back', async () => {
    const page = await dashboard.open(`/p/${story.projectId}/funnel`);
    await page.getByRole('combobox', { name: 'Разделить' }).click();
    await page.getByRole('option', { name: 'Метка «course»' }).click();
    await page.waitForURL('**split=label%3Acourse');
    const row = page.locator('tbody tr', { hasText: 'Масло' });
    const sums = (await row.getByText('₽').first().textContent()) ?? '';
    await row.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Убрать фильтр: course: Масло' }).waitFor();
    await page.locator('ol li', { hasText: 'order' }).getByText(sums).waitFor();
    await page.goBack();
    await row.waitFor();
    expect(await page.getByRole('button', { name: /Убрать фильтр/ }).count()).toBe(0);
  });
});

describe('retention', () => {
  it('compares the sources that are chosen, and the address holds them', async () => {
    const page = await dashboard.open(`/p/${story.projectId}/retention?period=90d`);
    await page.getByRole('combobox', { name: 'Сравнить источники' }).click();
    await page.getByRole('option', { name: 'Рекламная система' }).click();
    const cohorts = page.getByRole('region', { name: 'Когорты выбранных источников' });
    await cohorts.getByText('Telegram').first().waitFor();
    for (const box of await page.getByRole('checkbox', { name: /^Сравнить: / }).all()) {
      if (await box.isChecked()) await box.press('Space');
    }
    await page.getByRole('checkbox', { name: 'Сравнить: Telegram' }).press('Space');
    await expect.poll(() => page.url()).toMatch(/rows=telegram$/);
    const copy = await dashboard.open(new URL(page.url()).pathname + new URL(page.url()).search);
    const rows = copy.getByRole('region', { name: 'Когорты выбранных источников' }).locator('tbody tr');
    await rows.first().waitFor();
    expect(new Set(await rows.locator('td:nth-child(2)').allTextContents())).toEqual(new Set(['Telegram Ads']));
  });
});

describe('the keyboard', () => {
  it('goes to sections, walks rows, opens one, finds the search', async () => {
    const page = await dashboard.open(`/p/${story.projectId}/overview`);
    await page.getByRole('heading', { level: 1, name: 'Обзор' }).waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('a');
    await page.waitForURL('**/audience');
    // The page before it has rows too: these are the ones that can be walked, and the search that belongs to them.
    await page.locator('[data-rows] tbody tr[tabindex]').first().waitFor();
    await page.getByRole('searchbox').waitFor();
    await page.keyboard.press('/');
    await expect.poll(() => page.evaluate<string>('document.activeElement.type')).toBe('search');
    await page.keyboard.press('Escape');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    const name = await page.locator('tbody tr').nth(1).locator('td').first().textContent();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/audience/*');
    const heading = page.getByRole('heading', { level: 1 });
    await expect.poll(async () => name?.startsWith((await heading.textContent()) ?? '?')).toBe(true);
  });
});

describe('links', () => {
  it('are made, found, archived, and brought back within ten seconds', async () => {
    const page = await dashboard.open(`/p/${story.projectId}/links`, { ...screens.phone });
    await page.getByRole('button', { name: 'Новая ссылка' }).click();
    await page.getByRole('textbox', { name: 'Название' }).fill('Пост у Маши');
    await page.getByRole('textbox', { name: 'Свой код' }).fill('masha');
    await page.getByRole('button', { name: 'Создать', exact: true }).click();
    await page
      .getByText(/\/l\/masha/)
      .first()
      .waitFor({ state: 'attached' });
    await page.getByRole('button', { name: 'В архив' }).click();
    await page.getByText('«Пост у Маши» в архиве').waitFor();
    await page.getByRole('button', { name: 'Вернуть' }).click();
    await page.getByPlaceholder('Найти ссылку').fill('маш');
    await page.getByText('Пост у Маши', { exact: true }).waitFor();
    await expect.poll(() => page.locator('tbody tr').count()).toBe(1);
  });

  it('are deleted only by whoever types their name', async () => {
    const page = await dashboard.open(`/p/${story.projectId}/links?q=Google`);
    await page.locator('tbody tr').click();
    await page.getByRole('button', { name: 'Удалить' }).click();
    const confirm = page.getByRole('dialog').getByRole('button', { name: 'Удалить' });
    expect(await confirm.isDisabled()).toBe(true);
    await page.getByLabel(/Введите/).fill('Google, бренд');
    await confirm.click();
    await page.getByText('Ничего не нашлось').waitFor();
  });
});

describe('a destination', () => {
  it('is connected by a form drawn from its definition, and shows what the platform says', async () => {
    const page = await dashboard.open(`/p/${story.emptyProjectId}/conversions`);
    await page.getByRole('button', { name: 'Подключить систему' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog
      .getByLabel(/счётчик/i)
      .first()
      .fill('2215573');
    await dialog.getByLabel('OAuth-токен').fill('y0_TEST');
    await dialog.getByLabel('Старт бота').fill('bot_start');
    await dialog.getByRole('button', { name: 'Подключить систему' }).click();
    const card = page.getByRole('article', { name: 'Яндекс Метрика' });
    await card.getByText('Работает').waitFor();
    await card.getByRole('button', { name: 'Проверить' }).click();
    await card.getByText(/Проверка прошла/).waitFor();
    await card.getByRole('button', { name: 'Пауза' }).click();
    await card.getByText('На паузе').waitFor();
  });
});

describe('the morning report', () => {
  it('is set in the settings, and shown as it would be sent', async () => {
    const page = await dashboard.open(`/p/${story.projectId}/settings`);
    const panel = page.getByRole('region', { name: 'Утренний отчёт' });
    const sent = panel.getByRole('switch', { name: 'Присылать отчёт' });
    await sent.click();
    await panel.getByText('Чат для отчётов ещё не подключён').waitFor();
    await panel.getByRole('button', { name: /Посмотреть/ }).click();
    await panel.getByText(/Школа рисования/).waitFor();
    await panel.getByRole('button', { name: 'Сохранить' }).click();
    await page.getByText('Сохранено').waitFor();
    await page.reload();
    await expect.poll(() => sent.isChecked()).toBe(true);
  });
});

describe('a viewer', () => {
  it('sees everything and is offered nothing to change', async () => {
    const { server } = dashboard;
    const page = await dashboard.open(`/p/${story.projectId}/settings`);
    await page.getByRole('button', { name: 'Пригласить' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Пригласить' }).click();
    await page.getByText('Передайте эту ссылку').waitFor();
    const url = await page.getByRole('dialog').getByRole('textbox').inputValue();

    const guest = await dashboard.browser.visit(url, { language: 'en-US' });
    await guest.getByLabel('Email').fill('boris@example.org');
    await guest.locator('input[type=password]').fill('another long password');
    await guest.getByRole('button', { name: 'Join' }).click();
    await guest.getByRole('heading', { name: 'Overview' }).waitFor();
    await guest.goto(`${server.url}/p/${story.projectId}/links`);
    await guest.getByText('Блогер Анна').waitFor();
    expect(await guest.getByRole('button', { name: 'New link' }).count()).toBe(0);
    await guest.goto(`${server.url}/p/${story.projectId}/settings`);
    await guest.getByText('otk_…').first().waitFor();
    expect(await guest.getByRole('button', { name: /Reveal|Revoke|Save|Invite|New|Key and addresses/ }).count()).toBe(
      0,
    );
  });
});
