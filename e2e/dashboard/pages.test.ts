import type { Page } from 'playwright-core';
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

interface ShownPage {
  readonly name: string;
  readonly path: (story: Story) => string;
  /** Something that is only there with the data of the story, in both languages. */
  readonly shows: string;
}

const pages: readonly ShownPage[] = [
  { name: 'overview', path: ({ projectId }) => `/p/${projectId}/overview`, shows: 'Яндекс.Директ, поиск' },
  { name: 'sources', path: ({ projectId }) => `/p/${projectId}/sources`, shows: 'Блогер Анна' },
  {
    name: 'sources-pinned',
    path: ({ projectId }) => `/p/${projectId}/sources?by=utm_campaign&pins=leto,anna,(organic)|(none)`,
    shows: 'channels',
  },
  { name: 'audience', path: ({ projectId }) => `/p/${projectId}/audience`, shows: '@user' },
  { name: 'dossier', path: ({ projectId, userId }) => `/p/${projectId}/audience/${userId}`, shows: 'utm_campaign' },
  { name: 'retention', path: ({ projectId }) => `/p/${projectId}/retention?period=90d`, shows: '%' },
  { name: 'funnel', path: ({ projectId }) => `/p/${projectId}/funnel`, shows: 'order' },
  {
    name: 'retention-by-source',
    path: ({ projectId }) => `/p/${projectId}/retention?period=90d&split=link`,
    shows: 'Telegram Ads',
  },
  {
    name: 'funnel-by-label',
    path: ({ projectId }) => `/p/${projectId}/funnel?split=label:course`,
    shows: 'Масло',
  },
  {
    name: 'funnel-by-source',
    path: ({ projectId }) => `/p/${projectId}/funnel?split=link&labels=course%3DМасло`,
    shows: 'Блогер Анна',
  },
  { name: 'links', path: ({ projectId }) => `/p/${projectId}/links`, shows: 'QR на конференции' },
  { name: 'link', path: ({ projectId, linkId }) => `/p/${projectId}/links?link=${linkId}`, shows: 'SVG' },
  { name: 'conversions', path: ({ projectId }) => `/p/${projectId}/conversions`, shows: 'Метрика школы' },
  { name: 'requests', path: ({ projectId }) => `/p/${projectId}/requests`, shows: 'send_reach_goal' },
  { name: 'integrations', path: ({ projectId }) => `/p/${projectId}/integrations`, shows: 'on_telegram_webhook' },
  { name: 'settings', path: ({ projectId }) => `/p/${projectId}/settings`, shows: 'otk_…' },
  { name: 'account', path: () => '/account', shows: 'Chrome' },
  { name: 'empty-overview', path: ({ emptyProjectId }) => `/p/${emptyProjectId}/overview`, shows: 'Новый бот' },
  { name: 'empty-links', path: ({ emptyProjectId }) => `/p/${emptyProjectId}/links`, shows: 'Новый бот' },
];

/** Every pair of language, theme and screen occurs among four neighbours, and each page is seen in both languages and themes. */
const combinations = [
  [
    ['ru', 'light', 'desk'],
    ['en', 'dark', 'phone'],
  ],
  [
    ['ru', 'dark', 'desk'],
    ['en', 'light', 'phone'],
  ],
  [
    ['ru', 'light', 'phone'],
    ['en', 'dark', 'desk'],
  ],
  [
    ['ru', 'dark', 'phone'],
    ['en', 'light', 'desk'],
  ],
] as const;

const seen = pages.flatMap((page, index) =>
  (combinations[index % combinations.length] ?? []).map(
    ([language, theme, screen]) => ({ ...page, language, theme, screen }) as const,
  ),
);

describe('every page', () => {
  it.each(seen)('$name in $language, $theme, on a $screen', async ({ name, path, shows, language, theme, screen }) => {
    const page = await dashboard.open(path(story), { ...screens[screen], account: { language, theme } });
    await page.getByText(shows).filter({ visible: true }).first().waitFor();
    await settled(page);
    await dashboard.browser.screenshot(page, `${name}-${language}-${theme}-${screen}`);
    expect(await seriousViolations(page)).toEqual([]);
    // Nothing hangs over the edge: a phone would scroll sideways.
    const overhang = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
    expect(await page.evaluate<number>(overhang)).toBe(0);
    expect(await page.evaluate<string>('document.documentElement.lang')).toBe(language);
    expect(dashboard.browser.complaints).toEqual([]);
  });
});

/** Nothing is being loaded any more. */
async function settled(page: Page): Promise<void> {
  await expect.poll(() => page.getByRole('status', { name: /Загружаем|Loading/ }).count()).toBe(0);
  await page.evaluate('document.fonts.ready.then(() => true)');
}
