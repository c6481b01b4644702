import { expect, onTestFinished, test } from 'vitest';
import { startVkAds, type VkAdsSimulator } from './simulator.ts';

const nowMs = Date.parse('2026-11-22T10:40:00Z');

async function start(): Promise<VkAdsSimulator> {
  const simulator = await startVkAds({ now: () => nowMs });
  onTestFinished(() => simulator.close());
  simulator.addPixel({ id: '3590001', goals: ['startBot', 'purchase'] });
  return simulator;
}

function hit({ url }: VkAdsSimulator, query: string, init: RequestInit = {}): Promise<Response> {
  return fetch(`${url}/tracker?${query}`, init);
}

test('a hit of a known goal is counted and answered with a picture', async () => {
  const simulator = await start();
  const response = await hit(simulator, 'id=3590001;e=RG%3A0/startBot;rb_clickid=aB3dE5');
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('image/gif');
  expect(Buffer.from(await response.arrayBuffer()).toString('latin1')).toMatch(/^GIF89a/);
  expect(simulator.counted()).toEqual([
    {
      verdict: 'counted',
      atMs: nowMs,
      pixelId: '3590001',
      goal: 'startBot',
      value: '0',
      rbClickId: 'aB3dE5',
      userId: null,
    },
  ]);
});

test.each([
  ['id=3590001&e=RG%3A0/startBot&rb_clickid=a', 'ampersand'],
  ['id=3590001;e=RG%3A0/startBot;rb_clickid=a;x=1', 'unknown_parameter'],
  ['id=1;e=RG%3A0/startBot;rb_clickid=a', 'pixel_unknown'],
  ['e=RG%3A0/startBot;rb_clickid=a', 'pixel_unknown'],
  ['id=3590001;e=RG%3A0/typo;rb_clickid=a', 'goal_unknown'],
  ['id=3590001;e=RG%3A0/;rb_clickid=a', 'goal_unknown'],
  ['id=3590001;e=RG%3A1,5/startBot;rb_clickid=a', 'value_not_numeric'],
  ['id=3590001;e=RG%3A-1/startBot;rb_clickid=a', 'value_not_numeric'],
  ['id=3590001;e=startBot;rb_clickid=a', 'malformed'],
  ['id=3590001;rb_clickid=a', 'malformed'],
  ['id=3590001;e=RG%3/startBot;rb_clickid=a', 'malformed'],
  ['id=3590001;id=3590001;e=RG%3A0/startBot;rb_clickid=a', 'malformed'],
  ['id=3590001;e=RG%3A0/startBot', 'no_identifier'],
  ['id=3590001;e=RG%3A0/startBot;rb_clickid=', 'no_identifier'],
  ['', 'malformed'],
])('%s is answered like any other and not counted: %s', async (query, verdict) => {
  const simulator = await start();
  expect((await hit(simulator, query)).status).toBe(200);
  expect(simulator.hits()).toMatchObject([{ verdict }]);
  expect(simulator.counted()).toEqual([]);
});

test('another method is not counted', async () => {
  const simulator = await start();
  await hit(simulator, 'id=3590001;e=RG%3A0/startBot;rb_clickid=a', { method: 'POST' });
  expect(simulator.hits()).toMatchObject([{ verdict: 'not_get' }]);
});

test('the value may be left out, a decimal, and an own id may stand for the click', async () => {
  const simulator = await start();
  await hit(simulator, 'id=3590001;e=RG%3A/startBot;userid=7');
  await hit(simulator, 'id=3590001;e=RG%3A1990.5/purchase;rb_clickid=a%3Bb%26');
  expect(simulator.counted()).toMatchObject([
    { value: '', userId: '7' },
    { value: '1990.5', rbClickId: 'a;b&' },
  ]);
});

test('a hit sent twice is counted twice', async () => {
  const simulator = await start();
  await hit(simulator, 'id=3590001;e=RG%3A0/startBot;rb_clickid=a');
  await hit(simulator, 'id=3590001;e=RG%3A0/startBot;rb_clickid=a');
  expect(simulator.counted()).toHaveLength(2);
});

test('the side channel shows hits with their verdicts, adds pixels and injects faults', async () => {
  const simulator = await start();
  const side = `${simulator.url}/__sim/vk-ads`;
  const post = (resource: string, body: object): Promise<Response> =>
    fetch(`${side}/${resource}`, { method: 'POST', body: JSON.stringify(body) });
  expect((await post('pixels', { id: '7', goals: ['lead'] })).status).toBe(201);
  expect((await post('pixels', { id: '7' })).status).toBe(400);
  expect((await post('faults', { kind: 'status', status: 429, retryAfterSeconds: 3 })).status).toBe(201);
  const refused = await hit(simulator, 'id=7;e=RG%3A0/lead;rb_clickid=a');
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '3']);
  await hit(simulator, 'id=7;e=RG%3A0/lead;rb_clickid=a');
  expect(await (await fetch(`${side}/events`)).json()).toEqual({ events: simulator.hits() });
  expect(simulator.counted()).toHaveLength(1);
  expect((await fetch(`${side}/nothing`)).status).toBe(404);
  expect((await fetch(`${simulator.url}/elsewhere`)).status).toBe(404);
});
