import { expect, onTestFinished, test } from 'vitest';
import { type MetaCapiSimulator, startMetaCapi } from './simulator.ts';

const nowMs = Date.parse('2026-11-22T10:40:00Z');
const nowSeconds = nowMs / 1000;
const daySeconds = 86_400;
const sha = 'a'.repeat(64);

async function start(now = () => nowMs): Promise<MetaCapiSimulator> {
  const simulator = await startMetaCapi({ now });
  onTestFinished(() => simulator.close());
  simulator.addDataset({ id: '1234567890', token: 'EAAB' });
  return simulator;
}

type Fields = Readonly<Record<string, unknown>>;

const userData: Fields = {
  external_id: [sha],
  fbc: 'fb.1.1763790000123.IwAR2F4-dbP0l7Mn1IawQQGCINEz7PYXQvwjNwB_qa2ofrHyiLjcbCRxTDMgk',
  fbp: 'fb.1.1763790000123.1098115397',
};

function event(changes: Fields = {}): Fields {
  return {
    event_name: 'Subscribe',
    event_time: nowSeconds - 60,
    event_id: 'cv_1',
    action_source: 'chat',
    user_data: userData,
    ...changes,
  };
}

function send(
  { url }: MetaCapiSimulator,
  body: Fields | string,
  path = '/v26.0/1234567890/events',
): Promise<{ status: number; json: unknown }> {
  const text = typeof body === 'string' ? body : JSON.stringify({ access_token: 'EAAB', ...body });
  const headers = { 'content-type': 'application/json' };
  return fetch(`${url}${path}`, { method: 'POST', headers, body: text }).then(async (response) => ({
    status: response.status,
    json: await response.json(),
  }));
}

test('takes the documented example word for word', async () => {
  const simulator = await start();
  const data = [event({ custom_data: { value: 0, currency: 'RUB' } })];
  expect(await send(simulator, { data, test_event_code: 'TEST12345' })).toEqual({
    status: 200,
    json: { events_received: 1, messages: [], fbtrace_id: 'AbCdEfGhIjK' },
  });
  expect(simulator.counted()).toMatchObject([
    { datasetId: '1234567890', eventName: 'Subscribe', eventId: 'cv_1', testEventCode: 'TEST12345', fields: data[0] },
  ]);
});

test.each<readonly [string, Fields, number | undefined]>([
  ['milliseconds', { event_time: nowMs }, 2804004],
  ['a time in the future', { event_time: nowSeconds + 1 }, 2804004],
  ['an event older than a week', { event_time: nowSeconds - 7 * daySeconds - 1 }, 2804003],
  ['a time that is no number', { event_time: String(nowSeconds) }, undefined],
  ['a missing source of the action', { action_source: undefined }, undefined],
  ['an unknown source of the action', { action_source: 'telegram' }, undefined],
  ['a messenger of its own', { action_source: 'business_messaging' }, undefined],
  ['no name', { event_name: '' }, undefined],
  ['a name of 51 characters', { event_name: 'x'.repeat(51) }, undefined],
  [
    'website without address',
    { action_source: 'website', user_data: { ...userData, client_user_agent: 'M' } },
    undefined,
  ],
  ['website without browser', { action_source: 'website', event_source_url: 'https://a.example/' }, undefined],
  ['website with half an address', { action_source: 'website', event_source_url: '/l/x' }, undefined],
  ['a bare e-mail', { user_data: { em: ['a@b.c'] } }, undefined],
  ['an MD5', { user_data: { ph: 'b'.repeat(32) } }, undefined],
  ['a hash in upper case', { user_data: { em: sha.toUpperCase() } }, undefined],
  ['a hashed address', { user_data: { ...userData, client_ip_address: sha } }, undefined],
  ['a hashed browser', { user_data: { ...userData, client_user_agent: sha } }, undefined],
  ['a hashed click', { user_data: { ...userData, fbc: sha } }, undefined],
  ['a click in seconds', { user_data: { fbc: 'fb.1.1763790000.IwAR' } }, undefined],
  ['a click without id', { user_data: { fbc: 'fb.1.1763790000123.' } }, undefined],
  ['a browser id that is no number', { user_data: { fbp: 'fb.1.1763790000123.x' } }, undefined],
  ['nobody', { user_data: {} }, 2804050],
  ['a browser alone', { user_data: { client_user_agent: 'Mozilla/5.0' } }, 2804050],
  ['a city and a country', { user_data: { ct: sha, country: sha } }, 2804050],
  ['a name and a gender', { user_data: { fn: sha, ge: sha } }, 2804050],
  ['an unknown field', { user_data: { ...userData, telegram_id: '7' } }, undefined],
  ['a purchase without value', { event_name: 'Purchase' }, 2804009],
  ['a purchase without currency', { event_name: 'Purchase', custom_data: { value: 1 } }, 2804009],
  ['a value that is text', { custom_data: { value: '1', currency: 'RUB' } }, undefined],
  ['a currency nobody has', { custom_data: { value: 1, currency: 'RUR1' } }, undefined],
  ['a field nobody knows', { eventname: 'x' }, undefined],
])('refuses the whole request for %s', async (_, changes, subcode) => {
  const simulator = await start();
  const answer = await send(simulator, { data: [event({ event_id: 'good' }), event(changes)] });
  expect(answer).toMatchObject({ status: 400, json: { error: { code: 100, is_transient: false } } });
  expect(answer.json).toHaveProperty('error.message', 'Invalid parameter');
  if (subcode !== undefined) expect(answer.json).toHaveProperty('error.error_subcode', subcode);
  expect(simulator.received()).toEqual([]);
});

test.each<readonly [string, Fields | string, string | undefined, number, number, number | undefined]>([
  ['a token nobody has', { access_token: 'old', data: [event()] }, undefined, 401, 190, 463],
  ['no token', '{"data":[]}', undefined, 401, 190, 463],
  ['another dataset', { data: [event()] }, '/v26.0/77/events', 400, 100, 33],
  ['a version that is over', { data: [event()] }, '/v20.0/1234567890/events', 400, 100, 33],
  ['an edge it does not have', { data: [event()] }, '/v26.0/1234567890/event', 400, 100, 33],
  ['1001 events', { data: Array.from({ length: 1001 }, () => event()) }, undefined, 400, 100, undefined],
  ['no events', { data: [] }, undefined, 400, 100, undefined],
  ['what is no JSON', 'data=[]', undefined, 400, 100, undefined],
  ['a code of another form', { data: [event()], test_event_code: 'x' }, undefined, 400, 100, undefined],
  ['a parameter nobody knows', { data: [event()], events: [] }, undefined, 400, 100, undefined],
])('refuses %s', async (_, body, path, status, code, subcode) => {
  const simulator = await start();
  const answer = await send(simulator, body, path);
  expect(answer).toMatchObject({ status, json: { error: { type: 'OAuthException', code } } });
  if (subcode !== undefined) expect(answer.json).toHaveProperty('error.error_subcode', subcode);
  expect(simulator.received()).toEqual([]);
});

test('a repeat within 48 hours is received and not counted; afterwards it is an event of its own', async () => {
  let now = nowMs;
  const simulator = await start(() => now);
  const data = [event({ event_time: nowSeconds - 60 })];
  await send(simulator, { data });
  expect(await send(simulator, { data })).toMatchObject({ json: { events_received: 1 } });
  expect([simulator.received().length, simulator.counted().length]).toEqual([2, 1]);
  await send(simulator, { data: [event({ event_name: 'Lead' })] });
  expect(simulator.counted()).toHaveLength(2);
  now += 48 * 3_600_000;
  await send(simulator, { data });
  expect(simulator.counted()).toHaveLength(3);
});

test('a dataset can be looked at by its token only, until it is revoked', async () => {
  const simulator = await start();
  const look = (token: string): Promise<Response> =>
    fetch(`${simulator.url}/v26.0/1234567890?fields=name&access_token=${token}`);
  expect(await (await look('EAAB')).json()).toEqual({ id: '1234567890', name: 'Dataset 1234567890' });
  simulator.revoke('EAAB');
  expect((await look('EAAB')).status).toBe(401);
});

test('faults speak the Graph API, also over the side channel', async () => {
  const simulator = await start();
  const side = `${simulator.url}/__sim/meta-capi`;
  const post = (resource: string, body: object): Promise<Response> =>
    fetch(`${side}/${resource}`, { method: 'POST', body: JSON.stringify(body) });
  await post('faults', { kind: 'status', status: 400, code: 80004, subcode: 2446079, regainMinutes: 3 });
  const refused = await fetch(`${simulator.url}/v26.0/1`, { method: 'POST' });
  expect(refused.headers.get('x-business-use-case-usage')).toContain('"estimated_time_to_regain_access":3');
  expect(await refused.json()).toMatchObject({ error: { code: 80004, error_subcode: 2446079, is_transient: false } });
  await post('faults', { kind: 'status', status: 500, transient: true });
  expect(await send(simulator, { data: [event()] })).toMatchObject({
    status: 500,
    json: { error: { code: 1, is_transient: true } },
  });
  expect((await post('faults', { kind: 'status', status: 400, code: 'x' })).status).toBe(400);
  await post('datasets', { id: '77', token: 'EAAC' });
  await send(simulator, { data: [event()], access_token: 'EAAC' }, '/v26.0/77/events');
  expect(await (await fetch(`${side}/events`)).json()).toEqual({ events: simulator.received() });
});
