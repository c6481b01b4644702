import { beforeAll, expect, it } from 'vitest';
import { useDashboard } from './use-dashboard.ts';

const dashboard = useDashboard();
const limitBytes = 250 * 1024;

beforeAll(async () => {
  await dashboard.makeOwner();
  await dashboard.server.bot();
});

it('the first page takes at most 250 KB over the wire, its fonts included', async () => {
  const page = await dashboard.open('/account');
  await page.goto('about:blank');
  const sizes = new Map<string, number>();
  const finished: Array<Promise<void>> = [];
  page.on('requestfinished', (request) => {
    if (request.url().includes('/api/')) return;
    const measured = request.sizes().then(({ responseBodySize }) => {
      sizes.set(request.url().replace(/.*\//, ''), responseBodySize);
    });
    finished.push(measured);
  });
  await page.goto(`${dashboard.server.url}/p/1/overview`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.waitForLoadState('load');
  await page.evaluate('document.fonts.ready.then(() => true)');
  await Promise.all(finished);
  const bytes = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  expect(sizes.size).toBeGreaterThan(5);
  expect([bytes <= limitBytes, [...sizes].toSorted(([, a], [, b]) => b - a).slice(0, 12), bytes]).toEqual([
    true,
    expect.anything(),
    bytes,
  ]);
});
