import { expect, test } from 'vitest';
import { COUNTER, DAY_MS, get, NOW_MS, NOW_SECONDS, startWithCounter, upload } from './fixture.ts';
import type { YandexMetricaSimulator } from './simulator.ts';

const past = NOW_SECONDS - 60;

/** The first upload as the platform tells it. */
async function look(simulator: YandexMetricaSimulator): Promise<unknown> {
  return (await get(simulator, 'uploading/5150001')).json();
}

test('an upload walks UPLOADED, EXPORTED, MATCHED, PROCESSED by the clock', async () => {
  let now = NOW_MS;
  const simulator = await startWithCounter({ now: () => now, processingSeconds: 3600 });
  await upload(simulator);

  for (const [seconds, status] of [
    [0, 'UPLOADED'],
    [1199, 'UPLOADED'],
    [1200, 'EXPORTED'],
    [2400, 'MATCHED'],
    [3599, 'MATCHED'],
    [3600, 'PROCESSED'],
  ] as const) {
    now = NOW_MS + seconds * 1000;
    const body = await look(simulator);
    expect({ seconds, body }).toMatchObject({ seconds, body: { uploading: { status } } });
    if (status !== 'PROCESSED') expect(body).not.toHaveProperty('uploading.linked_quantity');
    expect(simulator.uploads(COUNTER.id)).toMatchObject([{ status }]);
  }
});

test('without processing time an upload is processed at the first look', async () => {
  const simulator = await startWithCounter();
  await upload(simulator);
  expect(await look(simulator)).toMatchObject({
    uploading: { status: 'PROCESSED' },
  });
});

test('counts each row once: linked, user not found, goal not found', async () => {
  const simulator = await startWithCounter();
  simulator.addCounter({ ...COUNTER, knownIds: ['1', '2'] });
  const rows = ['1,,lead', ',2,purchase', '3,2,lead', '3,,lead', '1,,typo', '4,,typo', '1,,lead'];
  const csv = `ClientId,Yclid,Target,DateTime\n${rows.map((row) => `${row},${past}\n`).join('')}`;
  await upload(simulator, { csv });
  expect(await look(simulator)).toEqual({
    uploading: {
      id: 5150001,
      status: 'PROCESSED',
      source_quantity: 7,
      line_quantity: 7,
      linked_quantity: 4,
      user_not_found_quantity: 1,
      goal_not_found_quantity: 2,
      type: 'BASIC',
      comment: 'b_1',
    },
  });
});

test.each([
  ['no id is known', `Yclid,Target,DateTime\n9,lead,${past}\n`],
  ['no goal is known', `Yclid,Target,DateTime\n1,typo,${past}\n`],
])('ends in LINKAGE_FAILURE if %s', async (_, csv) => {
  const simulator = await startWithCounter();
  simulator.addCounter({ ...COUNTER, knownIds: ['1'] });
  await upload(simulator, { csv });
  expect(await look(simulator)).toMatchObject({ uploading: { status: 'LINKAGE_FAILURE', linked_quantity: 0 } });
});

test('the window of 21 days ends at the processing, not at the upload', async () => {
  let now = NOW_MS;
  const simulator = await startWithCounter({ now: () => now, processingSeconds: 3600 });
  const atProcessing = NOW_SECONDS + 3600 - (21 * DAY_MS) / 1000;
  await upload(simulator, { csv: `Yclid,Target,DateTime\n1,lead,${atProcessing}\n2,lead,${atProcessing - 1}\n` });
  // However late the look, the outcome is that of the processing.
  now += 30 * DAY_MS;
  expect(await look(simulator)).toMatchObject({
    uploading: { linked_quantity: 1, user_not_found_quantity: 1, goal_not_found_quantity: 0 },
  });
});

test('lists uploads newest first, by pages, of this counter only', async () => {
  const simulator = await startWithCounter();
  simulator.addCounter({ ...COUNTER, id: '77' });
  await upload(simulator, { query: 'comment=b_1' });
  await upload(simulator, { query: 'comment=other', counterId: '77' });
  await upload(simulator, { query: 'comment=b_2' });
  await upload(simulator, { query: 'comment=b_3' });

  const expectPage = async (query: string, comments: readonly string[]): Promise<void> => {
    const page = await (await get(simulator, `uploadings${query}`)).json();
    expect(page).toEqual({ uploadings: comments.map((comment) => expect.objectContaining({ comment })) });
  };
  await expectPage('', ['b_3', 'b_2', 'b_1']);
  await expectPage('?limit=2&offset=0', ['b_3', 'b_2']);
  await expectPage('?limit=2&offset=2', ['b_1']);
  await expectPage('?offset=3', []);
});

test('an entry of the list carries the whole upload', async () => {
  const simulator = await startWithCounter();
  await upload(simulator);
  expect(await (await get(simulator, 'uploadings')).json()).toEqual({
    uploadings: [
      {
        id: 5150001,
        create_time: '2026-11-22T10:40:01Z',
        source_quantity: 1,
        line_quantity: 1,
        comment: 'b_1',
        type: 'BASIC',
        client_id_type: 'CLIENT_ID',
        status: 'PROCESSED',
        linked_quantity: 1,
        user_not_found_quantity: 0,
        goal_not_found_quantity: 0,
      },
    ],
  });
});

test.each(['limit=-1', 'limit=ten', 'offset=1.5', 'limit='])('refuses the list with %s', async (query) => {
  const simulator = await startWithCounter();
  const response = await get(simulator, `uploadings?${query}`);
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ errors: [{ error_type: 'invalid_parameter' }] });
});

test("an unknown upload and another counter's upload are not found", async () => {
  const simulator = await startWithCounter();
  simulator.addCounter({ ...COUNTER, id: '77' });
  await upload(simulator, { counterId: '77' });
  for (const id of [5150001, 5150002, 1]) {
    const response = await get(simulator, `uploading/${id}`);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ errors: [{ error_type: 'not_found' }], code: 404 });
  }
});
