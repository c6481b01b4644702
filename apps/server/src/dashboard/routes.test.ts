import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dashboardRoutes, readBuiltFiles } from './index.ts';

const html = '<head><base href="/"><meta name="csp-nonce" content=""></head>';
let directory: string;

async function serve(publicUrl = 'http://127.0.0.1:3000', built = true): Promise<FastifyInstance> {
  const app = Fastify();
  dashboardRoutes(app, { files: built ? await readBuiltFiles(directory) : null, publicUrl });
  return app;
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'otkuda-dashboard-'));
  await mkdir(join(directory, 'assets'));
  await writeFile(join(directory, 'index.html'), html);
  await writeFile(join(directory, 'assets/a-1.js'), 'alert(1)');
  await writeFile(join(directory, 'assets/a-1.js.gz'), gzipSync('alert(1)'));
  await writeFile(join(directory, 'manifest.json'), '{}');
});

afterAll(() => rm(directory, { recursive: true, force: true }));

describe('pages of the dashboard', () => {
  it.each(['/', '/sign-in', '/setup', '/p/7/sources', '/p/7/audience/42', '/account'])(
    '%s is the page',
    async (url) => {
      const app = await serve();
      const answer = await app.inject(url);
      expect(answer.statusCode).toBe(200);
      expect(answer.headers['cache-control']).toBe('no-store');
      const [, nonce = ''] = /content="([^"]+)"/.exec(answer.body) ?? [];
      expect(nonce).not.toBe('');
      expect(answer.headers['content-security-policy']).toContain(`style-src 'self' 'nonce-${nonce}'`);
      expect(answer.headers['content-security-policy']).not.toContain('unsafe');
      expect((await app.inject(url)).body).not.toContain(nonce);
    },
  );

  it('other addresses are not made a page', async () => {
    const app = await serve();
    for (const url of ['/nothing', '/assets/none.js', '/manifest.json', '/assets/../index.html']) {
      expect([url, (await app.inject(url)).statusCode]).toEqual([url, 404]);
    }
  });

  it('know the path that a proxy serves them under', async () => {
    const { body } = await (await serve('https://example.org/otkuda')).inject('/');
    expect(body).toContain('<base href="/otkuda/">');
  });

  it('say so where nothing was built', async () => {
    const answer = await (await serve('http://127.0.0.1:3000', false)).inject('/');
    expect([answer.statusCode, answer.body]).toEqual([503, expect.stringContaining('npm start')]);
  });
});

describe('files of the dashboard', () => {
  it('are compressed where the browser takes it, and kept for ever', async () => {
    const app = await serve();
    const packed = await app.inject({ url: '/assets/a-1.js', headers: { 'accept-encoding': 'gzip, deflate' } });
    expect(packed.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'accept-encoding' });
    expect(packed.headers['cache-control']).toContain('immutable');
    const plain = await app.inject('/assets/a-1.js');
    expect([plain.body, plain.headers['content-type']]).toEqual(['alert(1)', 'text/javascript; charset=utf-8']);
    const again = await app.inject({
      url: '/assets/a-1.js',
      headers: { 'if-none-match': String(plain.headers.etag) },
    });
    expect(again.statusCode).toBe(304);
  });
});
