import { expect, test } from 'vitest';
import { CONVERSIONS_PATH, COUNTER, get, NOW_MS, NOW_SECONDS, startWithCounter, upload } from './fixture.ts';
import { startYandexMetrica } from './simulator.ts';

test('requests() shows what was sent, without the token', async () => {
  const simulator = await startWithCounter();
  await fetch(`${simulator.url}${CONVERSIONS_PATH}/upload?comment=%D1%8F`, {
    method: 'POST',
    headers: { authorization: 'OAuth y0_TEST', 'content-type': 'text/plain', 'user-agent': 'otkuda' },
    body: 'привет',
  });
  expect(simulator.requests()).toEqual([
    {
      method: 'POST',
      path: `${CONVERSIONS_PATH}/upload?comment=%D1%8F`,
      headers: expect.objectContaining({
        authorization: 'OAuth ***',
        'content-type': 'text/plain',
        'user-agent': 'otkuda',
      }),
      body: 'привет',
      status: 400,
    },
  ]);
});

test('a token sent without a scheme is masked too', async () => {
  const simulator = await startWithCounter();
  await upload(simulator, { headers: { authorization: 'y0_SECRET' } });
  expect(JSON.stringify(simulator.requests())).not.toContain('y0_SECRET');
});

test('requests() keeps the newest', async () => {
  const simulator = await startWithCounter({ requestsKeptMax: 1 });
  await upload(simulator);
  await get(simulator, 'uploading/5150001');
  expect(simulator.requests()).toMatchObject([{ method: 'GET', path: `${CONVERSIONS_PATH}/uploading/5150001` }]);
});

test('uploads() shows the counts', async () => {
  const simulator = await startWithCounter({ processingSeconds: 1 });
  await upload(simulator);
  expect(simulator.uploads(COUNTER.id)).toEqual([
    {
      id: 5150001,
      counterId: COUNTER.id,
      comment: 'b_1',
      createdMs: NOW_MS,
      status: 'UPLOADED',
      sourceQuantity: 1,
      lineQuantity: 1,
      linkedQuantity: null,
      userNotFoundQuantity: null,
      goalNotFoundQuantity: null,
    },
  ]);
});

test('asking for a counter never added is an error of the test', async () => {
  const simulator = await startWithCounter();
  expect(() => simulator.accepted('1')).toThrow('There is no counter 1');
  expect(() => simulator.uploads('1')).toThrow('There is no counter 1');
});

test('the clock is the one passed in, or the real one', async () => {
  const simulator = await startWithCounter();
  expect(simulator.clock()).toBe(NOW_MS);
  const real = await startYandexMetrica();
  const before = Date.now();
  const told = real.clock();
  expect(told).toBeGreaterThanOrEqual(before);
  expect(told).toBeLessThanOrEqual(Date.now());
  await real.close();
});

test('a token speaks for one login', async () => {
  const simulator = await startWithCounter();
  expect(() => simulator.addCounter({ ...COUNTER, id: '77', login: 'stranger' })).toThrow('belongs to the login owner');
});

test('a port in use is an error of the start', async () => {
  const simulator = await startWithCounter();
  const port = Number(new URL(simulator.url).port);
  await expect(startYandexMetrica({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
});

test('a counter added again takes its new goals for the uploads to come', async () => {
  const simulator = await startWithCounter();
  const csv = `Yclid,Target,DateTime\n1,subscribe,${NOW_SECONDS - 60}\n`;
  await upload(simulator, { csv });
  simulator.addCounter({ ...COUNTER, goals: ['subscribe'] });
  await upload(simulator, { csv });
  expect(simulator.uploads(COUNTER.id)).toMatchObject([{ status: 'LINKAGE_FAILURE' }, { status: 'PROCESSED' }]);
});
