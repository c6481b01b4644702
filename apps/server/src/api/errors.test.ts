import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { apiErrors } from '@otkuda/contract';
import { beforeAll, describe, expect, it } from 'vitest';
import { useDatabase } from '../testing/test-database.ts';
import { type ApiAnswer, type TestBot, useServer } from '../testing/test-server.ts';

/** Each error of the published table, by a real request, in the envelope that is published. */
const database = useDatabase();
const server = useServer(database);
let bot: TestBot;
beforeAll(async () => {
  bot = await server.bot();
});

function expectError(
  { httpStatus, body }: ApiAnswer,
  code: number,
  details: RegExp,
  mode: string | null = 'production',
): void {
  const text = Object.values(apiErrors).find((error) => error.code === code)?.text;
  expect(httpStatus).toBe(code);
  expect(body).toEqual({
    status: 'error',
    ...(mode === null ? {} : { mode }),
    error_code: code,
    error_description: text,
    error_details: expect.stringMatching(details),
  });
}

describe('400 Bad request', () => {
  it.each([
    ['broken JSON', '{"user_id": "1"', /JSON object/],
    ['an array', '[1]', /an array/],
    ['a number', '7', /a number/],
    ['an empty body', '', /user_id is required/],
    ['a missing field', '{}', /^user_id is required: a user id/],
    ['null for a required field', '{"user_id": null}', /user_id is required/],
  ])('%s', async (_name, body, details) => {
    expectError(await bot.call('get_user_info', body), 400, details);
  });

  it('a body over 1 MB, whatever is in it', async () => {
    const body = JSON.stringify({ user_id: '1', event_type: 'sale', padding: 'x'.repeat(1024 * 1024) });
    expectError(await bot.call('add_event', body), 400, /larger than 1048576 bytes/);
  });

  it('an empty variable of SaleBot names what to switch on', async () => {
    expectError(await bot.call('on_telegram_webhook', '"#{tg_request}"'), 400, /save_webhook/);
  });
});

describe('401 Invalid token', () => {
  it('for a key that was never made', async () => {
    expectError(await server.call('nonsense', 'get_user_info', { user_id: '1' }), 401, /not known/, null);
  });

  it('for a revoked key, at once', async () => {
    const revoked = await server.bot();
    await revoked.call('user_did_start_bot', { user_id: '1' });
    const keys = await revoked.manage('GET', '/keys');
    await revoked.manage('DELETE', `/keys/${keys.body.items[0].id}`);
    await expect.poll(async () => (await revoked.call('get_user_info', { user_id: '1' })).httpStatus).toBe(401);
    expectError(await revoked.call('get_user_info', { user_id: '1' }), 401, /revoked/, null);
  });
});

it('402 Token expired', async () => {
  const made = await bot.manage('POST', '/keys', { expires_at: '2026-01-01T00:00:00Z' });
  expectError(await server.call(made.body.key, 'get_user_info', { user_id: '1' }), 402, /expired at 2026-01-01/);
});

describe('403 Forbidden', () => {
  it.each([
    ['a suspended project', { suspended: true }, /suspended/],
    ['a method switched off', { disabled_methods: ['get_user_info'] }, /get_user_info is switched off/],
  ])('%s', async (_name, change, details) => {
    const own = await server.bot();
    await server.manage('PATCH', `/projects/${own.projectId}`, change);
    await expect.poll(async () => (await own.call('get_user_info', { user_id: '1' })).httpStatus).toBe(403);
    expectError(await own.call('get_user_info', { user_id: '1' }), 403, details);
  });

  it('a deleted project', async () => {
    const own = await server.bot();
    await server.manage('DELETE', `/projects/${own.projectId}`);
    await expect.poll(async () => (await own.call('get_user_info', { user_id: '1' })).httpStatus).toBe(403);
  });
});

describe('404 Method not found', () => {
  it('a method that no platform has comes before the key', async () => {
    expectError(await server.call('nonsense', 'fly'), 404, /no method "fly"/, null);
    expectError(await bot.call('fly'), 404, /no method "fly"/);
  });

  it('another verb than POST', async () => {
    expectError(await bot.call('get_user_info', undefined, { verb: 'GET' }), 404, /by POST, not by GET/);
  });

  it("a method that is not of the project's messenger", async () => {
    const max = await server.bot({ platform: 'max' });
    expectError(await max.call('on_telegram_webhook', {}), 404, /does not exist for projects of max/);
  });

  it('no method at all', async () => {
    const response = await fetch(`${server.url}/v1/${bot.key}`, { method: 'POST' });
    expect(await response.json()).toMatchObject({ status: 'error', error_code: 404 });
  });
});

it('405 Resource not found', async () => {
  expectError(await bot.call('get_user_info', { user_id: '404404' }), 405, /no subscriber 404404/);
  expectError(await bot.call('send_reach_goal', { user_id: '404404', target: 'lead' }), 405, /no subscriber 404404/);
});

it('409 Data conflict', async () => {
  const event = {
    user_id: '9',
    event_type: 'sale',
    date: Math.floor(Date.now() / 1000) - 60,
    amount: '10.50',
    labels: [{ name: 'a', value: 'b' }],
  };
  expect((await bot.call('add_event', event)).httpStatus).toBe(200);
  expectError(await bot.call('add_event', { ...event, amount: 10.5 }), 409, /stored already/);
  expect((await bot.call('add_event', { ...event, amount: 11 })).httpStatus).toBe(200);
});

it('415 Unsupported media type, only where the body cannot be read either', async () => {
  const image = { headers: { 'content-type': 'image/png' } };
  expectError(await bot.call('get_user_info', 'not json', image), 415, /image\/png/);
  expectError(await bot.call('get_user_info', '{"user_id":"404404"}', image), 405, /no subscriber/);
});

describe('422 Unprocessable entity names the field, what was expected and what came', () => {
  it.each([
    [{ user_id: 0 }, /^user_id: a user id .* was expected, got 0$/],
    [{ user_id: '' }, /^user_id: .* got ""$/],
    [{ user_id: { id: 7 } }, /^user_id: .* got an object$/],
    [{ user_id: '{{user_id}}' }, /template {{…}} was not filled in/],
    [{ user_id: '7', date: 1_700_000_000_000 }, /^date: a Unix time in seconds/],
    [{ user_id: '7', date: 'yesterday' }, /^date: .* got "yesterday"$/],
  ])('%j', async (body, details) => {
    expectError(await bot.call('my_bot_was_stopped', body), 422, details);
  });

  it('a raw update with from_user for from', async () => {
    const update = {
      update_id: 1,
      message: {
        message_id: 1,
        from_user: { id: 7 },
        chat: { id: 7, type: 'private' },
        date: Math.floor(Date.now() / 1000),
        text: '/start',
      },
    };
    expectError(await bot.call('on_telegram_webhook', update), 422, /message\.from/);
  });
});

describe('429 Too many requests', () => {
  it('says when to come again, and refused calls use nothing up', async () => {
    const limited = await server.bot({ limits: { per_second: 0, per_hour: 3, per_day: 0 } });
    const answers: ApiAnswer[] = [];
    for (let n = 0; n < 6; n += 1) answers.push(await limited.call('user_did_start_bot', { user_id: '7' }));
    expect(answers.map((answer) => answer.httpStatus)).toEqual([200, 200, 200, 429, 429, 429]);
    const last = answers[5] as ApiAnswer;
    expectError(last, 429, /limit of 3 calls per hour/);
    expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(last.headers.get('ratelimit-remaining')).toBe('0');
    expect(answers[0]?.headers.get('ratelimit-remaining')).toBe('2');
  });

  it('lets exactly the allowed number of concurrent calls pass', async () => {
    const limited = await server.bot({ limits: { per_second: 0, per_hour: 25, per_day: 0 } });
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => limited.call('user_did_start_bot', { user_id: '7' })),
    );
    expect(answers.filter((answer) => answer.httpStatus === 200)).toHaveLength(25);
  });
});

it('500 Internal server error carries a reference, and nobody else is harmed', async () => {
  await database.pool.query(`alter table events add constraint broken check (user_id <> 'poison')`);
  const [good, bad] = await Promise.all([
    bot.call('add_event', { user_id: 'beside poison', event_type: 'sale' }),
    bot.call('add_event', { user_id: 'poison', event_type: 'sale' }),
  ]);
  expect(good.httpStatus).toBe(200);
  expectError(bad, 500, /^reference [0-9a-f-]{36}$/);
  await database.pool.query('alter table events drop constraint broken');
});

it('503 Service unavailable says when to come again', async () => {
  const lock = await database.pool.connect();
  try {
    await lock.query('begin');
    await lock.query('lock table requests in access exclusive mode');
    const answer = await bot.call('add_event', { user_id: '1', event_type: 'sale' });
    expectError(answer, 503, /send it again/);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  } finally {
    await lock.query('rollback');
    lock.release();
  }
  await expect
    .poll(async () => (await bot.call('add_event', { user_id: '1', event_type: 'sale' })).httpStatus)
    .toBe(200);
});

it('a key switched to "always HTTP 200" gets the code in the body only', async () => {
  const made = await bot.manage('POST', '/keys', { always_200: true });
  const { httpStatus, body } = await server.call(made.body.key, 'get_user_info', {});
  expect(httpStatus).toBe(200);
  expect(body).toMatchObject({ status: 'error', error_code: 400 });
});

describe('the published address and its variants', () => {
  it.each([
    '/v1/KEY/user_did_start_bot',
    '/v1/KEY/user_did_start_bot/',
    '/API/bot-api/v1/KEY/user_did_start_bot',
    '/API/bot-api/v1/KEY/user_did_start_bot/',
  ])('%s', async (path) => {
    const response = await fetch(`${server.url}${path.replace('KEY', bot.key)}`, {
      method: 'POST',
      body: '{"user_id":"77"}',
    });
    expect(await response.json()).toEqual({ status: 'OK', mode: 'production' });
  });
});

describe('the catalogue of errors', () => {
  it('is the same in the code, the OpenAPI document and the docs', async () => {
    const openapi = (await (await fetch(`${server.url}/api/openapi.json`)).json()) as {
      paths: Record<string, { post: { responses: object } }>;
    };
    const documented = Object.keys(openapi.paths['/v1/{key}/add_event']?.post.responses ?? {}).filter(
      (code) => code !== '200',
    );
    const codes = Object.values(apiErrors).map((error) => String(error.code));
    expect(documented.toSorted()).toEqual(codes.toSorted());
    for (const [language, file] of [
      ['en', 'docs/en/api.md'],
      ['ru', 'docs/ru/api.md'],
    ] as const) {
      const text = await readFile(join(import.meta.dirname, '../../../..', file), 'utf8');
      const rows = [...text.matchAll(/^\| (\d{3}) \| ([^|]+) \| ([^|]+) \|$/gm)].map((row) => row.slice(1, 4));
      expect(rows).toEqual(
        Object.values(apiErrors).map((error) => [String(error.code), error.text, error.meaning[language]]),
      );
    }
  });
});
