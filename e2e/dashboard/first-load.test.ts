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

it.each([
  ['the overview', '/p/1/overview', 'signed in'],
  ['the sign-in page', '/sign-in', 'a stranger'],
] as const)('%s takes at most 250 KB over the wire at first, its fonts 90 KB', async (name, path, who) => {
  // Nothing of the dashboard is in the browser's cache yet.
  const { server, browser } = dashboard;
  const page = who === 'signed in' ? await dashboard.open('/icon.svg') : await browser.visit(`${server.url}/icon.svg`);
  const sizes = new Map<string, number>();
  const finished: Array<Promise<void>> = [];
  page.on('requestfinished', (request) => {
    if (request.url().includes('/api/')) return;
    const measured = request.sizes().then(({ responseBodySize }) => {
      sizes.set(request.url().replace(/.*\//, ''), responseBodySize);
    });
    finished.push(measured);
  });
  await page.goto(`${server.url}${path}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.waitForLoadState('load');
  await page.evaluate('document.fonts.ready.then(() => true)');
  await Promise.all(finished);
  const sum = (wanted: (name: string) => boolean): number =>
    [...sizes].reduce((bytes, [file, size]) => (wanted(file) ? bytes + size : bytes), 0);
  const isFont = (file: string): boolean => file.endsWith('.woff2');
  const [code, fonts] = [sum((file) => !isFont(file)), sum(isFont)];
  process.stdout.write(`first load of ${name}: ${kilobytes(code)} KB compressed, fonts ${kilobytes(fonts)} KB\n`);
  expect(sizes.size).toBeGreaterThan(5);
  expect(code).toBeLessThanOrEqual(limitBytes);
  // It was measured at all, and not taken from a cache.
  expect(code).toBeGreaterThan(50 * 1024);
  expect(fonts).toBeLessThanOrEqual(fontBytesMax);
});

function kilobytes(bytes: number): string {
  return (bytes / 1024).toFixed(1);
}
