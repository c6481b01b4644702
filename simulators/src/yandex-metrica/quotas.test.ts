import { expect, test, vi } from 'vitest';
import { get, NOW_MS, startWithCounter, upload } from './fixture.ts';
import { PLATFORM_LIMITS } from './options.ts';
import { Quotas } from './quotas.ts';

async function expectQuota(response: Response, errorType: string): Promise<void> {
  expect(response.status).toBe(429);
  expect(await response.json()).toMatchObject({ errors: [{ error_type: errorType }], code: 429 });
}

test('the 31st request within a second is refused, and the next second is free again', async () => {
  let now = NOW_MS;
  const simulator = await startWithCounter({ now: () => now });
  for (let sent = 0; sent < 30; sent += 1) expect((await get(simulator, 'uploadings')).status).toBe(200);
  await expectQuota(await upload(simulator), 'quota_requests_by_ip');
  now += 999;
  await expectQuota(await upload(simulator), 'quota_requests_by_ip');
  now += 1;
  expect((await upload(simulator)).status).toBe(200);
});

test('the rate counts requests with a wrong token too, and can be switched off', async () => {
  const strict = await startWithCounter({ limits: { requestsPerSecondByIpMax: 1 } });
  expect((await upload(strict, { headers: { authorization: 'OAuth y0_OLD' } })).status).toBe(401);
  await expectQuota(await upload(strict), 'quota_requests_by_ip');

  const loose = await startWithCounter({ limits: { requestsPerSecondByIpMax: Number.POSITIVE_INFINITY } });
  for (let sent = 0; sent < 40; sent += 1) expect((await upload(loose)).status).toBe(200);
});

test('the fourth parallel request of a login is refused until one of the three is over', async () => {
  const simulator = await startWithCounter({ limits: { requestsPerSecondByIpMax: Number.POSITIVE_INFINITY } });
  simulator.addCounter({ id: '77', login: 'another', token: 'y0_ANOTHER', goals: [] });
  simulator.inject({ kind: 'timeout_before_accept', times: 3 });
  const clients = [new AbortController(), new AbortController(), new AbortController()];
  const hanging = clients.map(({ signal }) => upload(simulator, { signal }).catch(() => 'gone'));
  await vi.waitFor(() => expect(simulator.requests()).toHaveLength(3));

  await expectQuota(await upload(simulator), 'quota_parallel_requests');
  const another = { counterId: '77', headers: { authorization: 'OAuth y0_ANOTHER' } };
  expect((await upload(simulator, another)).status).toBe(200);

  clients[0]?.abort();
  await vi.waitFor(async () => expect((await upload(simulator)).status).toBe(200));
  for (const client of clients) client.abort();
  expect(await Promise.all(hanging)).toEqual(['gone', 'gone', 'gone']);
});

test('a login over its requests of the day waits for 00:00 GMT', async () => {
  let now = Date.parse('2026-11-22T23:59:58Z');
  const simulator = await startWithCounter({ now: () => now, limits: { requestsPerDayByLoginMax: 2 } });
  await upload(simulator, { csv: 'broken' });
  await upload(simulator);
  await expectQuota(await upload(simulator), 'quota_requests_by_uid');
  await expectQuota(await get(simulator, 'uploadings'), 'quota_requests_by_uid');
  now = Date.parse('2026-11-23T00:00:00Z');
  expect((await upload(simulator)).status).toBe(200);
});

test('the platform allows 5000 requests a day', () => {
  const quotas = new Quotas(PLATFORM_LIMITS);
  const admit = (nowMs: number): string => {
    const admission = quotas.admit('127.0.0.1', 'owner', nowMs);
    if (admission.kind === 'admitted') admission.release();
    return admission.kind === 'admitted' ? 'admitted' : admission.error.errorType;
  };
  const midnight = Date.parse('2026-11-22T00:00:00Z');
  for (let sent = 0; sent < 5000; sent += 1) expect(admit(midnight + sent * 100)).toBe('admitted');
  expect(admit(midnight + 600_000)).toBe('quota_requests_by_uid');
});

test('giving a parallel place back twice frees one place', () => {
  const quotas = new Quotas({ ...PLATFORM_LIMITS, parallelRequestsByLoginMax: 1 });
  const first = quotas.admit('127.0.0.1', 'owner', NOW_MS);
  if (first.kind === 'admitted') {
    first.release();
    first.release();
  }
  expect(quotas.admit('127.0.0.1', 'owner', NOW_MS).kind).toBe('admitted');
  expect(quotas.admit('127.0.0.1', 'owner', NOW_MS).kind).toBe('refused');
});

test('a body above the bound is refused with limit_exceeded', async () => {
  const simulator = await startWithCounter({ limits: { bodyBytesMax: 100 } });
  const response = await upload(simulator);
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ errors: [{ error_type: 'limit_exceeded', location: 'file' }] });
});
