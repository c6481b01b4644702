import { expect, test, vi } from 'vitest';
import { COUNTER, get, startWithCounter, upload } from './fixture.ts';
import { startYandexMetrica } from './simulator.ts';

test.each([
  [{ status: 429, retryAfterSeconds: 7 }, 'quota_requests_by_ip', '7'],
  [{ status: 429, errorType: 'quota_requests_by_counter_id' }, 'quota_requests_by_counter_id', null],
  [{ status: 500 }, 'backend_error', null],
  [{ status: 503, retryAfterSeconds: 0 }, 'backend_error', '0'],
  [{ status: 504 }, 'timeout', null],
  [{ status: 401 }, 'unauthorized', null],
  [{ status: 403 }, 'access_denied', null],
  [{ status: 403, errorType: 'invalid_token' }, 'invalid_token', null],
  [{ status: 404 }, 'not_found', null],
  [{ status: 400 }, 'invalid_parameter', null],
] as const)('status fault %o', async (fault, errorType, retryAfter) => {
  const simulator = await startWithCounter();
  simulator.inject({ kind: 'status', ...fault });
  const response = await upload(simulator);
  expect(response.status).toBe(fault.status);
  expect(response.headers.get('retry-after')).toBe(retryAfter);
  expect(await response.json()).toMatchObject({ errors: [{ error_type: errorType }], code: fault.status });
  expect(simulator.accepted(COUNTER.id)).toEqual([]);
  expect((await upload(simulator)).status).toBe(200);
});

test('html answers 502 with a page and stores nothing', async () => {
  const simulator = await startWithCounter();
  simulator.inject({ kind: 'html' });
  const response = await upload(simulator);
  expect(response.status).toBe(502);
  expect(response.headers.get('content-type')).toContain('text/html');
  expect(await response.text()).toMatch(/^<html>/);
  expect(simulator.accepted(COUNTER.id)).toEqual([]);
});

test.each([
  ['timeout_before_accept', 0],
  ['timeout_after_accept', 1],
] as const)('%s never answers and stores %i rows', async (kind, stored) => {
  const simulator = await startWithCounter();
  simulator.inject({ kind });
  const client = new AbortController();
  const answer = upload(simulator, { signal: client.signal }).then(
    () => 'answered',
    () => 'gave up',
  );
  // The body is recorded once it is read; the fault acts in the same turn.
  await vi.waitFor(() => expect(simulator.requests()[0]?.body).toContain('bot_start'));
  expect(simulator.accepted(COUNTER.id)).toHaveLength(stored);
  client.abort();
  expect(await answer).toBe('gave up');
  expect(simulator.requests()).toMatchObject([{ status: null }]);
  expect(simulator.accepted(COUNTER.id)).toHaveLength(stored);
});

test.each([
  ['reset', 0],
  ['reset_after_accept', 1],
] as const)('%s breaks the connection and stores %i rows', async (kind, stored) => {
  const simulator = await startWithCounter();
  simulator.inject({ kind });
  await expect(upload(simulator)).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
  expect(simulator.accepted(COUNTER.id)).toHaveLength(stored);
  expect(simulator.requests()).toMatchObject([{ status: null }]);
});

test('after an unanswered upload its comment is found in the list', async () => {
  const simulator = await startWithCounter();
  simulator.inject({ kind: 'reset_after_accept' });
  await upload(simulator, { query: 'comment=b_42' }).catch(() => {});
  expect(await (await get(simulator, 'uploadings')).json()).toMatchObject({ uploadings: [{ comment: 'b_42' }] });
});

test('slow stores at once and answers after the delay', async () => {
  const simulator = await startWithCounter();
  simulator.inject({ kind: 'slow', delayMs: 40 });
  const began = performance.now();
  const response = await upload(simulator);
  // A timer may fire a millisecond early.
  expect(performance.now() - began).toBeGreaterThan(38);
  expect(response.status).toBe(200);
  expect(simulator.accepted(COUNTER.id)).toHaveLength(1);
  expect(simulator.requests()).toMatchObject([{ status: 200 }]);
});

test('a fault waits for its method and path, and strikes as often as it is told', async () => {
  const simulator = await startWithCounter();
  simulator.inject({ kind: 'status', status: 503, method: 'GET', path: '/uploadings', times: 2 });
  simulator.inject({ kind: 'status', status: 500, method: 'POST' });
  expect((await get(simulator, 'uploading/1')).status).toBe(404);
  expect((await get(simulator, 'uploadings')).status).toBe(503);
  expect((await upload(simulator)).status).toBe(500);
  expect((await get(simulator, 'uploadings')).status).toBe(503);
  expect((await get(simulator, 'uploadings')).status).toBe(200);
  expect((await upload(simulator)).status).toBe(200);
});

test.each([{ kind: 'timeout_before_accept' }, { kind: 'slow', delayMs: 3_600_000 }] as const)(
  'close ends a client held by %o at once',
  async (fault) => {
    const simulator = await startYandexMetrica();
    simulator.addCounter(COUNTER);
    simulator.inject(fault);
    const answer = get(simulator, 'uploadings').then(
      () => 'answered',
      () => 'cut off',
    );
    await vi.waitFor(() => expect(simulator.requests()).toHaveLength(1));
    await simulator.close();
    expect(await answer).toBe('cut off');
  },
);
