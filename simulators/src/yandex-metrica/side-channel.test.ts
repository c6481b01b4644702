import { expect, test } from 'vitest';
import { COUNTER, startWithCounter, upload } from './fixture.ts';

async function ask(url: string, resource: string): Promise<unknown> {
  return (await fetch(`${url}/__sim/yandex-metrica/${resource}`)).json();
}

function tell(url: string, resource: string, body: unknown): Promise<Response> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return fetch(`${url}/__sim/yandex-metrica/${resource}`, { method: 'POST', body: text });
}

test('shows over HTTP what the object shows', async () => {
  const simulator = await startWithCounter();
  await upload(simulator);
  expect(await ask(simulator.url, `events?counter=${COUNTER.id}`)).toEqual({ events: simulator.accepted(COUNTER.id) });
  expect(await ask(simulator.url, 'uploads')).toEqual({ uploads: simulator.uploads(COUNTER.id) });
  expect(await ask(simulator.url, `uploads?counter=${COUNTER.id}`)).toEqual({ uploads: simulator.uploads(COUNTER.id) });
  expect(await ask(simulator.url, 'requests')).toEqual({ requests: simulator.requests() });
  expect(simulator.requests()).toHaveLength(1);
});

test('adds a counter', async () => {
  const simulator = await startWithCounter();
  const counter = { id: '77', login: 'another', token: 'y0_ANOTHER', goals: ['lead'], knownIds: ['1'] };
  expect((await tell(simulator.url, 'counters', counter)).status).toBe(201);
  const response = await upload(simulator, { counterId: '77', headers: { authorization: 'OAuth y0_ANOTHER' } });
  expect(response.status).toBe(200);
  expect(simulator.uploads('77')).toMatchObject([{ status: 'LINKAGE_FAILURE' }]);
});

test('injects a fault, and is itself free of faults and quotas', async () => {
  const simulator = await startWithCounter({ limits: { requestsPerSecondByIpMax: 1 } });
  const fault = {
    kind: 'status',
    status: 429,
    errorType: 'quota_requests_by_uid',
    retryAfterSeconds: 3,
    path: '/upload',
  };
  expect((await tell(simulator.url, 'faults', fault)).status).toBe(201);
  await ask(simulator.url, 'uploads');
  const response = await upload(simulator);
  expect(response.status).toBe(429);
  expect(response.headers.get('retry-after')).toBe('3');
});

test.each([
  ['faults', 'not json'],
  ['faults', [] as unknown],
  ['faults', {}],
  ['faults', { kind: 'flood' }],
  ['faults', { kind: 'status' }],
  ['faults', { kind: 'status', status: 200 }],
  ['faults', { kind: 'status', status: 600 }],
  ['faults', { kind: 'status', status: 429, errorType: 'tired' }],
  ['faults', { kind: 'status', status: 429, retryAfterSeconds: -1 }],
  ['faults', { kind: 'slow' }],
  ['faults', { kind: 'html', times: 0 }],
  ['faults', { kind: 'html', method: 1 }],
  ['counters', { id: '1', login: 'a', token: 't' }],
  ['counters', { id: 1, login: 'a', token: 't', goals: [] }],
  ['counters', { id: '1', login: 'a', token: 't', goals: [1] }],
  ['counters', { id: '1', login: 'a', token: 't', goals: [], knownIds: 'some' }],
])('POST %s %j is refused with the reason', async (resource, body) => {
  const simulator = await startWithCounter();
  const response = await tell(simulator.url, resource, body);
  expect(response.status).toBe(400);
  expect(await response.json()).toEqual({ error: expect.any(String) });
});

test('a token of another login and a counter id that is no number are conflicts', async () => {
  const simulator = await startWithCounter();
  expect((await tell(simulator.url, 'counters', { ...COUNTER, login: 'stranger' })).status).toBe(409);
  expect((await tell(simulator.url, 'counters', { ...COUNTER, id: 'abc' })).status).toBe(409);
});

test.each([
  ['events', 400],
  ['events?counter=1', 404],
  ['uploads?counter=1', 404],
  ['nothing', 404],
])('GET %s is answered %i', async (resource, status) => {
  const simulator = await startWithCounter();
  const response = await fetch(`${simulator.url}/__sim/yandex-metrica/${resource}`);
  expect(response.status).toBe(status);
});
