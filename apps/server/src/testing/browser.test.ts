import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { screens, useBrowser } from './browser.ts';

const browser = useBrowser();
let server: Server;
let url: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.setHeader('content-security-policy', "script-src 'nonce-good'");
    response.end(
      `<!doctype html><meta name="viewport" content="width=device-width"><p id="language">${request.headers['accept-language']}</p>
       <p id="script">Откуда</p><script nonce="good">document.querySelector('#script').textContent += ' · ' + innerWidth + ' · ' +
         matchMedia('(prefers-color-scheme: dark)').matches</script><script>alert('not allowed')</script>`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});

afterAll(() => new Promise((resolve) => server.close(resolve)));

it('a real browser runs scripts, speaks the visitor’s language and has their screen', async () => {
  const page = await browser.visit(url, { ...screens.phone, language: 'ru-RU', scheme: 'dark' });
  expect(await page.textContent('#script')).toBe('Откуда · 390 · true');
  expect(await page.textContent('#language')).toContain('ru-RU');
});

it('what a page complains of is seen, such as a script that the content policy forbids', async () => {
  await browser.visit(url);
  await expect.poll(() => browser.complaints.join()).toContain('Content Security Policy');
});

it('a screenshot is a picture of the whole page', async () => {
  const path = await browser.screenshot(await browser.visit(url, screens.phone), 'browser');
  expect((await readFile(path)).subarray(1, 4).toString()).toBe('PNG');
});
