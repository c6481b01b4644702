import { expect, test } from 'vitest';
import { CONVERSIONS_PATH, COUNTER, GOOD_CSV, get, NOW_SECONDS, startWithCounter, upload } from './fixture.ts';

/** adplatforms.md §2.2, "Request", word for word. */
const DOCUMENTED_BODY = [
  '--X',
  'Content-Disposition: form-data; name="file"; filename="conv.csv"',
  'Content-Type: text/csv',
  '',
  'ClientId,Target,DateTime,Price,Currency',
  '133591247640966458,bot_start,1763798400,,',
  '133591247640966458,purchase,1763799000,1990.00,RUB',
  '--X--',
].join('\r\n');

function sendDocumentedRequest(url: string): Promise<Response> {
  return fetch(`${url}${CONVERSIONS_PATH}/upload?type=BASIC&comment=b_01JD3Q7ZK8`, {
    method: 'POST',
    headers: { authorization: 'OAuth y0_TEST', 'content-type': 'multipart/form-data; boundary=X' },
    body: DOCUMENTED_BODY,
  });
}

test('the documented request gets the documented answer', async () => {
  const simulator = await startWithCounter();
  const response = await sendDocumentedRequest(simulator.url);

  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('application/json');
  expect(await response.text()).toBe(
    '{"uploading":{"id":5150001,"create_time":"2026-11-22T10:40:01Z","source_quantity":2,"line_quantity":2,' +
      '"comment":"b_01JD3Q7ZK8","type":"BASIC","client_id_type":"CLIENT_ID","status":"UPLOADED"}}',
  );
  expect(simulator.accepted(COUNTER.id)).toEqual([
    {
      uploadId: 5150001,
      comment: 'b_01JD3Q7ZK8',
      idColumn: 'ClientId',
      id: '133591247640966458',
      target: 'bot_start',
      dateTime: 1763798400,
      price: null,
      currency: null,
    },
    {
      uploadId: 5150001,
      comment: 'b_01JD3Q7ZK8',
      idColumn: 'ClientId',
      id: '133591247640966458',
      target: 'purchase',
      dateTime: 1763799000,
      price: '1990.00',
      currency: 'RUB',
    },
  ]);
});

test('the documented look gets the documented answer when the first of the two rows just left the window', async () => {
  const firstRowLeavesMs = (1763798400 + 21 * 86_400) * 1000;
  const simulator = await startWithCounter({ now: () => firstRowLeavesMs + 1000 });
  await sendDocumentedRequest(simulator.url);

  const response = await get(simulator, 'uploading/5150001');
  expect(await response.text()).toBe(
    '{"uploading":{"id":5150001,"status":"PROCESSED","source_quantity":2,"line_quantity":2,"linked_quantity":1,' +
      '"user_not_found_quantity":1,"goal_not_found_quantity":0,"type":"BASIC","comment":"b_01JD3Q7ZK8"}}',
  );
});

const past = NOW_SECONDS - 60;

test.each([
  ['columns in any order', `Target,Currency,Yclid,DateTime\nlead,RUB,145,${past}\n`, 'YCLID'],
  ['no optional column', `UserId,Target,DateTime\nu-1,lead,${past}\n`, 'USER_ID'],
  ['a purchase id', `PurchaseId,Target,DateTime\no-1,purchase,${past}\n`, 'PURCHASE_ID'],
  ['one of two id columns filled', `ClientId,Yclid,Target,DateTime\n,145,lead,${past}\n`, 'CLIENT_ID'],
  ['CRLF and no last line end', `Yclid,Target,DateTime\r\n145,lead,${past}`, 'YCLID'],
  ['quoted cells', `UserId,Target,DateTime\n"a,""b""","заявка",${past}\n`, 'USER_ID'],
  ['a conversion of this very second', `UserId,Target,DateTime\nu-1,lead,${NOW_SECONDS}\n`, 'USER_ID'],
])('takes %s', async (_, csv, clientIdType) => {
  const simulator = await startWithCounter();
  const response = await upload(simulator, { csv });
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({ uploading: { client_id_type: clientIdType, line_quantity: 1 } });
});

test('the row keeps what its cells say', async () => {
  const simulator = await startWithCounter();
  await upload(simulator, { csv: `ClientId,UserId,Target,DateTime\n,"a,""b""",заявка,${past}\n`, query: '' });
  expect(simulator.accepted(COUNTER.id)).toEqual([
    {
      uploadId: 5150001,
      comment: '',
      idColumn: 'UserId',
      id: 'a,"b"',
      target: 'заявка',
      dateTime: past,
      price: null,
      currency: null,
    },
  ]);
});

test('a file sent twice is counted twice: the platform has no key to tell them apart', async () => {
  const simulator = await startWithCounter();
  await upload(simulator);
  await upload(simulator);
  expect(simulator.accepted(COUNTER.id)).toHaveLength(2);
  expect(simulator.uploads(COUNTER.id)).toMatchObject([
    { id: 5150001, linkedQuantity: 1 },
    { id: 5150002, linkedQuantity: 1 },
  ]);
});

test('type BASIC is the default, and a comment of 255 characters is taken', async () => {
  const simulator = await startWithCounter();
  const comment = '😀'.repeat(255);
  const response = await upload(simulator, { csv: GOOD_CSV, query: `comment=${encodeURIComponent(comment)}` });
  expect(await response.json()).toMatchObject({ uploading: { type: 'BASIC', comment } });
});
