import { beforeAll, expect, it } from 'vitest';
import { useDashboard } from './use-dashboard.ts';

const dashboard = useDashboard();
const limitBytes = 250 * 1024;
/** Fonts come beside, while the page is already read in the system's. */
const fontBytesMax = 90 * 1024;

beforeAll(async () => {
  await dashboard.makeOwner();
  await dashboard.server.bot();
});

it('the first page takes at most 250 KB over the wire, its fonts 90 KB', async () => {
  // Signed in, and nothing of the dashboard is in the browser's cache yet.
  const page = await dashboard.open('/icon.svg');
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
  const sum = (wanted: (name: string) => boolean): number =>
    [...sizes].reduce((bytes, [name, size]) => (wanted(name) ? bytes + size : bytes), 0);
  const isFont = (name: string): boolean => name.endsWith('.woff2');
  expect(sizes.size).toBeGreaterThan(5);
  expect(sum((name) => !isFont(name))).toBeLessThanOrEqual(limitBytes);
  expect(sum((name) => !isFont(name))).toBeGreaterThan(100 * 1024);
  expect(sum(isFont)).toBeLessThanOrEqual(fontBytesMax);
});
