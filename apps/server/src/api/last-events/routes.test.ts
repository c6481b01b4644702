import { describe, expect, it } from 'vitest';
import { useDatabase } from '../../testing/test-database.ts';
import { type TestBot, useServer } from '../../testing/test-server.ts';

/** What the page asks, below the page. */
const database = useDatabase();
const server = useServer(database);

// biome-ignore lint/suspicious/noExplicitAny: tests look into whatever was answered
type Looked = any;

async function look(key: string, more: object = {}, address = '/last_events') {
  const response = await fetch(`${server.url}${address}/requests`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ key, language: 'ru', ...more }),
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Looked };
}

/** Calls are shared for a moment between all who look, so what was just sent is waited for. */
async function lookFor(bot: TestBot, count: number) {
  await expect.poll(async () => (await look(bot.key)).body.requests.length).toBe(count);
  return (await look(bot.key)).body.requests;
}

describe.each(['/last_events', '/last_events/', '/API/last_events', '/API/last_events/'])('%s', (address) => {
  it('is a page that runs nothing but its own files and cannot be framed', async () => {
    const response = await fetch(server.url + address);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'; script-src 'self'");
    expect(policy).not.toContain('unsafe');
    expect(policy).toContain("frame-ancestors 'none'");
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
  });
});

describe('looking', () => {
  it('uses up none of the key’s limits, and is no call that the log shows', async () => {
    const bot = await server.bot({ limits: { per_second: 0, per_hour: 1, per_day: 0 } });
    for (let n = 0; n < 5; n += 1) expect((await look(bot.key)).status).toBe(200);
    expect((await bot.call('user_did_start_bot', { user_id: '1' })).httpStatus).toBe(200);
    expect(await lookFor(bot, 1)).toMatchObject([{ method: 'user_did_start_bot', status: 0 }]);
  });

  it('again costs nothing where nothing has changed', async () => {
    const bot = await server.bot();
    const first = await look(bot.key);
    expect((await look(bot.key, { version: first.body.version })).body.requests).toBeNull();
    expect((await look(bot.key, { version: first.body.version, language: 'en' })).body).toHaveProperty('version');
  });

  it('shows the last 100 calls of this key and no other, the newest first', async () => {
    const bot = await server.bot();
    const other = await bot.manage('POST', '/keys', { limits: { per_second: 0, per_hour: 0, per_day: 0 } });
    for (let n = 1; n <= 103; n += 1) await bot.call('add_event', { user_id: String(n), event_type: 'step' });
    await server.call(other.body.key, 'add_event', { user_id: 'other', event_type: 'step' });
    const requests = await lookFor(bot, 100);
    const users = requests.map(({ body }: { body: string }) => JSON.parse(body).user_id);
    expect(users).toEqual(Array.from({ length: 100 }, (_, index) => String(103 - index)));
  });

  it('works with a sandbox key, on what came with it', async () => {
    const bot = await server.bot({ mode: 'sandbox' });
    await bot.call('user_did_start_bot', { user_id: '1', first_name: 'Анна' });
    await lookFor(bot, 1);
    expect((await look(bot.key)).body).toMatchObject({
      project: { mode: 'sandbox', platform: 'telegram' },
      requests: [{ headline: 'Старт: Анна', answer: '{"status":"OK","mode":"sandbox"}' }],
    });
  });

  it('shows a flood of refusals as one row with their number', async () => {
    const bot = await server.bot({ limits: { per_second: 0, per_hour: 1, per_day: 0 } });
    const startedAt = Date.now();
    await Promise.all(Array.from({ length: 40 }, () => bot.call('user_did_start_bot', { user_id: '1' })));
    const seconds = Math.ceil((Date.now() - startedAt) / 1000) + 1;
    await expect.poll(async () => JSON.stringify((await look(bot.key)).body)).toContain('Исчерпан лимит');
    const refused = (await look(bot.key)).body.requests.filter(({ status }: { status: number }) => status === 429);
    expect(refused.length).toBeLessThanOrEqual(2 * seconds);
    expect(refused[0]).toMatchObject({
      headline: 'Исчерпан лимит ключа: 1 за час.',
      lines: [expect.stringMatching(/^Таких запросов за эту секунду: \d+\.$/), expect.stringContaining('лимиты ключа')],
    });
  });

  it('shows refusals of many methods, real and invented, as one row a second', async () => {
    const bot = await server.bot();
    const startedAt = Date.now();
    await Promise.all(Array.from({ length: 60 }, (_, n) => bot.call(`invented_${n}`, {})));
    const seconds = Math.ceil((Date.now() - startedAt) / 1000) + 1;
    const calls = async (): Promise<number[]> =>
      (await look(bot.key)).body.requests.map(({ lines }: { lines: string[] }) =>
        Number(/: (\d+)\.$/.exec(lines[0] ?? '')?.[1] ?? 1),
      );
    await expect.poll(async () => (await calls()).reduce((sum, count) => sum + count, 0)).toBe(60);
    expect((await calls()).length).toBeLessThanOrEqual(seconds);
    expect((await look(bot.key)).body.requests[0]).toMatchObject({ method: '(several)', status: 404 });
  });

  it('shortens a long body', async () => {
    const bot = await server.bot();
    await bot.call('add_event', { user_id: '1', event_type: 'step', padding: Array.from({ length: 300 }, () => 'я') });
    await bot.call('add_event', { user_id: '1', event_type: 'step', padding: 'я'.repeat(50_000) });
    const [huge, long] = await lookFor(bot, 2);
    expect(long).toMatchObject({ body_cut: true });
    expect(long.body.split('\n')).toHaveLength(60);
    expect(huge).toMatchObject({ body_cut: true, body_bytes: expect.any(Number) });
    expect(huge.body.length).toBeLessThanOrEqual(4_000);
  });
});

describe('is refused', () => {
  it('to an unknown key', async () => {
    expect(await look('otk_nobody')).toMatchObject({
      status: 401,
      body: { error: expect.stringContaining('ключа нет') },
    });
  });

  it('to a revoked, an expired and a deleted project’s key, saying which', async () => {
    const bot = await server.bot();
    const keys = await bot.manage('GET', '/keys');
    await bot.manage('DELETE', `/keys/${keys.body.items[0].id}`);
    await expect.poll(async () => (await look(bot.key)).body.error).toContain('отозван');
    const other = await server.bot();
    const expired = await other.manage('POST', '/keys', { expires_at: '2026-01-01T00:00:00Z' });
    expect(await look(expired.body.key, { language: 'en' })).toMatchObject({
      status: 402,
      body: { error: expect.stringContaining('expired') },
    });
    await server.manage('DELETE', `/projects/${other.projectId}`);
    await expect.poll(async () => (await look(other.key)).status).toBe(403);
  });

  it.each(['', '{', '[]', '{"key":7}', `{"key":"${'x'.repeat(5_000)}"}`])('to a body such as %.20s', async (body) => {
    const response = await fetch(`${server.url}/last_events/requests`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(response.status).toBeLessThan(500);
  });
});

it('a call with an unknown key is counted and not stored', async () => {
  const count = async () => Number((await database.pool.query('select count(*) from requests')).rows[0].count);
  const metric = async () =>
    /otkuda_requests_total\{[^}]*invalidToken[^}]*\} (\d+)/.exec(
      await (await fetch(`${server.url}/metrics`)).text(),
    )?.[1];
  const before = await count();
  await server.call('otk_guess', 'user_did_start_bot', { user_id: '1' });
  expect(Number(await metric())).toBeGreaterThan(0);
  const bot = await server.bot();
  await bot.call('user_did_start_bot', { user_id: '1' });
  expect(await count()).toBe(before + 1);
});
