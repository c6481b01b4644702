import { beforeAll, expect, it } from 'vitest';
import { screens } from '../../apps/server/src/testing/browser.ts';
import { seriousViolations } from './accessibility.ts';
import { useDashboard } from './use-dashboard.ts';

const dashboard = useDashboard();

beforeAll(async () => {
  await dashboard.makeOwner();
});

it.each([
  ['ru', 'light', 'phone', /Нет поля event_type. Нужно: тип события/, 'Добавьте это поле', /не команда \/start/],
  ['en', 'dark', 'desk', /event_type is required/, 'Add this field', /a message that is no \/start/],
] as const)(
  'what was refused is told in %s, with what to do',
  async (language, theme, screen, why, advice, ignored) => {
    const { projectId, call } = await dashboard.server.bot();
    await call('on_telegram_webhook', {
      update_id: 1,
      message: {
        message_id: 1,
        date: Math.floor(Date.now() / 1000),
        text: 'hello',
        chat: { id: 7, type: 'private' },
        from: { id: 7, is_bot: false, first_name: 'Anna' },
      },
    });
    await call('add_event', { user_id: '1' });
    const page = await dashboard.open(`/p/${projectId}/overview`, { ...screens[screen], account: { language, theme } });
    await page.getByText(why).first().waitFor();
    await page.goto(`${dashboard.server.url}/p/${projectId}/requests`);
    await page.getByText(ignored).first().waitFor();
    await page.getByText(why).first().click();
    await page.getByText(advice).waitFor();
    await dashboard.browser.screenshot(page, `refusal-${language}-${theme}-${screen}`);
    expect(await seriousViolations(page)).toEqual([]);
  },
);
