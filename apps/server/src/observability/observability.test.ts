import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { useDatabase } from '../testing/test-database.ts';
import { adminToken, useServer } from '../testing/test-server.ts';

const server = useServer(useDatabase());

async function get(path: string, headers: Record<string, string> = {}): Promise<{ status: number; text: string }> {
  const response = await fetch(`${server.url}${path}`, { headers });
  return { status: response.status, text: await response.text() };
}

/** Name, kind and labels of each figure of ours, from the exposition. */
function declared(text: string): { name: string; help: string }[] {
  return [...text.matchAll(/^# HELP (otkuda_\S+) (.+)$/gm)].map(([, name = '', help = '']) => ({ name, help }));
}

describe('the figures', () => {
  it('are the same in /metrics and in the documents', async () => {
    const { text } = await get('/metrics');
    const figures = declared(text);
    expect(figures.length).toBeGreaterThan(8);
    for (const language of ['en', 'ru']) {
      const page = await readFile(join(import.meta.dirname, `../../../../docs/${language}/metrics.md`), 'utf8');
      const rows = [...page.matchAll(/^\| `(otkuda_[a-z_]+)` \| (.+) \|$/gm)].map((row) => ({
        name: row[1],
        help: row[2],
      }));
      expect(rows.map((row) => row.name).toSorted()).toEqual(figures.map((figure) => figure.name).toSorted());
      if (language === 'en') expect(rows).toEqual(expect.arrayContaining(figures));
    }
  });

  it('count what happened', async () => {
    const bot = await server.bot();
    await bot.call('user_did_start_bot', { user_id: '1' });
    await bot.call('send_reach_goal', { user_id: 'nobody', target: 'x' });
    await bot.call('fly');
    const { text } = await get('/metrics');
    expect(text).toMatch(/^otkuda_requests_total\{method="user_did_start_bot",outcome="ok"\} 1$/m);
    expect(text).toMatch(/^otkuda_requests_total\{method="send_reach_goal",outcome="notFound"\} 1$/m);
    expect(text).toMatch(/^otkuda_requests_total\{method="unknown",outcome="methodNotFound"\} 1$/m);
    expect(text).toMatch(/^otkuda_storage_ready 1$/m);
    expect(text).toMatch(/^otkuda_delivery_lag_seconds 0$/m);
    expect(text).toMatch(/^otkuda_ingest_step_seconds_count\{step="fold_signals"\} [1-9]/m);
  });

  it('are for the machine itself: whoever came through a proxy needs the token', async () => {
    const forwarded = { 'x-forwarded-for': '203.0.113.7' };
    expect((await get('/metrics', forwarded)).status).toBe(401);
    expect((await get('/metrics', { ...forwarded, authorization: 'Bearer wrong' })).status).toBe(401);
    expect((await get('/metrics', { ...forwarded, authorization: `Bearer ${adminToken}` })).status).toBe(200);
  });
});

it('the server says that it lives and that it is ready', async () => {
  expect((await get('/healthz')).status).toBe(200);
  expect((await get('/readyz')).status).toBe(200);
});
