import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';
import { browserLaunch } from '../apps/server/src/testing/chromium.ts';

/** `npm run screenshots [-- --days 30]`: pictures of the demo's dashboard for the README, into docs/images. */
const root = join(import.meta.dirname, '..');
const folder = join(root, 'docs/images');
const pictures = [
  { name: 'overview', path: 'overview', language: 'ru', scheme: 'light', width: 1440, height: 1000, shows: 'canvas' },
  { name: 'sources-dark', path: 'sources', language: 'en', scheme: 'dark', width: 1440, height: 640, shows: 'table' },
  {
    name: 'overview-phone',
    path: 'overview',
    language: 'ru',
    scheme: 'dark',
    width: 390,
    height: 844,
    shows: 'canvas',
  },
] as const;

const demo = spawn('sh', [join(root, 'scripts/demo.sh'), ...process.argv.slice(2)], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
const ended = once(demo, 'exit');
const directory = await mkdtemp(join(tmpdir(), 'otkuda-screenshots-'));
try {
  const said = new Map<string, string>();
  for await (const line of createInterface({ input: demo.stdout })) {
    const [, name, value] = /^(The dashboard|E-mail|Password) +(\S+)$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) said.set(name, value);
    if (name === 'Password') break;
  }
  const url = said.get('The dashboard') ?? '';
  await mkdir(folder, { recursive: true });
  const browser = await chromium.launch({ ...(await browserLaunch(directory)), chromiumSandbox: false });
  for (const { name, path, language, scheme, width, height, shows } of pictures) {
    const context = await browser.newContext({
      viewport: { width, height },
      colorScheme: scheme,
      reducedMotion: 'reduce',
      // The chart formats by the browser's language, which the machine's need not be one of.
      locale: language === 'ru' ? 'ru-RU' : 'en-US',
    });
    const headers = { origin: url };
    const credentials = { email: said.get('E-mail'), password: said.get('Password') };
    await context.request.post(`${url}/api/v1/session`, { data: credentials, headers });
    await context.request.patch(`${url}/api/v1/account`, { data: { language, theme: scheme }, headers });
    const page = await context.newPage();
    // The project that whoever signs in for the first time sees.
    await page.goto(url);
    await page.waitForURL('**/overview');
    await page.goto(page.url().replace('overview', path));
    await page.getByText('Telegram Ads').first().waitFor();
    await page.locator(shows).first().waitFor();
    await page.screenshot({ path: join(folder, `${name}.png`) });
    await context.close();
  }
  await browser.close();
} finally {
  demo.kill('SIGTERM');
  await ended;
  await rm(directory, { recursive: true, force: true });
}
