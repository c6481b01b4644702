import { expect, test } from 'vitest';
import {
  CONVERSIONS_PATH,
  COUNTER,
  GOOD_CSV,
  NOW_SECONDS,
  startWithCounter,
  type UploadRequest,
  upload,
} from './fixture.ts';

/** The promise of every case: this refusal in the platform's form, and nothing stored. */
async function expectRefusal(
  send: (url: string, simulator: Awaited<ReturnType<typeof startWithCounter>>) => Promise<Response>,
  status: number,
  errorType: string,
): Promise<void> {
  const simulator = await startWithCounter();
  simulator.addCounter({ id: '77', login: 'stranger', token: 'y0_STRANGER', goals: [] });
  const response = await send(simulator.url, simulator);
  expect(response.status).toBe(status);
  expect(response.headers.get('content-type')).toBe('application/json');
  expect(await response.json()).toMatchObject({
    errors: [{ error_type: errorType, message: expect.any(String) }],
    code: status,
    message: expect.any(String),
  });
  expect(simulator.accepted(COUNTER.id)).toEqual([]);
  expect(simulator.uploads(COUNTER.id)).toEqual([]);
}

test('the error body is word for word the platform form', async () => {
  const simulator = await startWithCounter();
  const wrongToken = await upload(simulator, { headers: { authorization: 'OAuth y0_OLD' } });
  expect(await wrongToken.text()).toBe(
    '{"errors":[{"error_type":"invalid_token","message":"Invalid oauth_token"}],"code":401,"message":"Invalid oauth_token"}',
  );
  const badRow = await upload(simulator, { csv: `Yclid,Target,DateTime\n1,lead,${NOW_SECONDS - 1}\n2,lead,soon\n` });
  const message = 'Invalid data in line 3: DateTime \\"soon\\" is not Unix seconds';
  expect(await badRow.text()).toBe(
    `{"errors":[{"error_type":"invalid_uploading","message":"${message}","location":"line 3"}],"code":400,"message":"${message}"}`,
  );
});

const requests: readonly (readonly [string, UploadRequest, number, string])[] = [
  ['an empty authorization', { headers: { authorization: '' } }, 401, 'unauthorized'],
  ['the scheme Bearer', { headers: { authorization: 'Bearer y0_TEST' } }, 401, 'unauthorized'],
  ['a bare token', { headers: { authorization: 'y0_TEST' } }, 401, 'unauthorized'],
  ['the scheme in another case', { headers: { authorization: 'oauth y0_TEST' } }, 401, 'unauthorized'],
  ['an unknown token', { headers: { authorization: 'OAuth y0_OLD' } }, 401, 'invalid_token'],
  ["another login's token", { headers: { authorization: 'OAuth y0_STRANGER' } }, 403, 'access_denied'],
  ['an unknown counter', { counterId: '1' }, 404, 'not_found'],
  ['a comment of 256 characters', { query: `comment=${'a'.repeat(256)}` }, 400, 'invalid_parameter'],
  ['an unknown type', { query: 'type=EXTRA' }, 400, 'invalid_parameter'],
  ['a type in another case', { query: 'type=basic' }, 400, 'invalid_parameter'],
];

test.each(requests)('refuses %s', async (_, request, status, errorType) => {
  await expectRefusal((__, simulator) => upload(simulator, request), status, errorType);
});

test('refuses a request without authorization', async () => {
  await expectRefusal((url) => fetch(`${url}${CONVERSIONS_PATH}/upload`, { method: 'POST' }), 401, 'unauthorized');
});

test.each([
  ['GET', `${CONVERSIONS_PATH}/upload`],
  ['POST', `${CONVERSIONS_PATH}/upload/`],
  ['POST', `${CONVERSIONS_PATH}/upload/5150001`],
  ['GET', `${CONVERSIONS_PATH}/uploadings/5150001`],
  ['POST', `${CONVERSIONS_PATH}/uploadings`],
  ['POST', `${CONVERSIONS_PATH}/upload_calls`],
  ['GET', `${CONVERSIONS_PATH}/uploading`],
  ['GET', '/management/v1/counter/abc/offline_conversions/uploadings'],
  ['GET', '/management/v1/counters'],
  ['GET', '//'],
])('answers %s %s with 404', async (method, path) => {
  const headers = { authorization: 'OAuth y0_TEST' };
  await expectRefusal((url) => fetch(url + path, { method, headers }), 404, 'not_found');
});

const past = NOW_SECONDS - 60;

test.each([
  ['an empty file', ''],
  ['a header without rows', 'ClientId,Target,DateTime\n'],
  ['a misspelt column', `ClientID,Target,DateTime\n1,lead,${past}\n`],
  ['a column name in another case', `clientid,Target,DateTime\n1,lead,${past}\n`],
  ['a space before a column name', `ClientId, Target,DateTime\n1,lead,${past}\n`],
  ['a byte order mark', `\uFEFFClientId,Target,DateTime\n1,lead,${past}\n`],
  ['an unknown column', `ClientId,Target,DateTime,Comment\n1,lead,${past},x\n`],
  ['a duplicated column', `ClientId,ClientId,Target,DateTime\n1,1,lead,${past}\n`],
  ['another delimiter', `ClientId;Target;DateTime\n1;lead;${past}\n`],
  ['no id column', `Target,DateTime\nlead,${past}\n`],
  ['no Target column', `ClientId,DateTime\n1,${past}\n`],
  ['no DateTime column', 'ClientId,Target\n1,lead\n'],
  ['a row with no id', `ClientId,Yclid,Target,DateTime\n1,,lead,${past}\n,,lead,${past}\n`],
  ['a row with a blank id', `ClientId,Target,DateTime\n ,lead,${past}\n`],
  ['a row with a cell too few', `ClientId,Target,DateTime,Price\n1,lead,${past}\n`],
  ['a row with a cell too many', `ClientId,Target,DateTime\n1,lead,${past},\n`],
  ['an empty line', `ClientId,Target,DateTime\n\n1,lead,${past}\n`],
  ['a quotation mark in a bare cell', `ClientId,Target,DateTime\n1"1,lead,${past}\n`],
  ['an open quotation mark', `ClientId,Target,DateTime\n"1,lead,${past}\n`],
  ['text behind a closing quotation mark', `ClientId,Target,DateTime\n"1"1,lead,${past}\n`],
  ['a lone CR as line end', `ClientId,Target,DateTime\r1,lead,${past}\r`],
  ['an empty Target', `ClientId,Target,DateTime\n1,,${past}\n`],
  ...['/', '\\', '&', '#', '?', '='].map((char) => [
    `Target with ${char}`,
    `ClientId,Target,DateTime\n1,a${char}b,${past}\n`,
  ]),
  ['Target with "', `ClientId,Target,DateTime\n1,"a""b",${past}\n`],
  ['an empty DateTime', 'ClientId,Target,DateTime\n1,lead,\n'],
  ['a DateTime with a fraction', `ClientId,Target,DateTime\n1,lead,${past}.5\n`],
  ['a DateTime in ISO form', 'ClientId,Target,DateTime\n1,lead,2026-11-22T10:00:00Z\n'],
  ['a DateTime with a sign', `ClientId,Target,DateTime\n1,lead,-${past}\n`],
  ['a DateTime one second ahead', `ClientId,Target,DateTime\n1,lead,${NOW_SECONDS + 1}\n`],
  ['a DateTime in milliseconds', `ClientId,Target,DateTime\n1,lead,${past}000\n`],
  ['a Price with a comma', `ClientId,Target,DateTime,Price\n1,lead,${past},"1990,00"\n`],
  ['a Price with a space', `ClientId,Target,DateTime,Price\n1,lead,${past},1 990.00\n`],
  ['a Price that is no number', `ClientId,Target,DateTime,Price\n1,lead,${past},NaN\n`],
  ['a Price with an exponent', `ClientId,Target,DateTime,Price\n1,lead,${past},1e3\n`],
  ['a negative Price', `ClientId,Target,DateTime,Price\n1,lead,${past},-5\n`],
  ['a Currency in lower case', `ClientId,Target,DateTime,Price,Currency\n1,lead,${past},5,rub\n`],
  ['a Currency sign', `ClientId,Target,DateTime,Price,Currency\n1,lead,${past},5,₽\n`],
  ['a numeric Currency', `ClientId,Target,DateTime,Price,Currency\n1,lead,${past},5,643\n`],
  ['one bad row behind good ones', `ClientId,Target,DateTime\n1,lead,${past}\n2,lead,${past}\n3,lead,x\n`],
])('refuses a file with %s', async (_, csv) => {
  await expectRefusal((__, simulator) => upload(simulator, { csv }), 400, 'invalid_uploading');
});

const MULTIPART = 'multipart/form-data; boundary=X';
const PART = 'Content-Disposition: form-data; name="file"; filename="conv.csv"';

test.each([
  ['a bare CSV body', 'text/csv', GOOD_CSV, 'invalid_uploading'],
  ['a urlencoded form', 'application/x-www-form-urlencoded', 'file=1', 'invalid_uploading'],
  [
    'multipart without a boundary',
    'multipart/form-data',
    `--X\r\n${PART}\r\n\r\n${GOOD_CSV}\r\n--X--`,
    'invalid_uploading',
  ],
  ['multipart/mixed', 'multipart/mixed; boundary=X', `--X\r\n${PART}\r\n\r\n${GOOD_CSV}\r\n--X--`, 'invalid_uploading'],
  ['another boundary', MULTIPART, `--Y\r\n${PART}\r\n\r\n${GOOD_CSV}\r\n--Y--`, 'invalid_uploading'],
  ['an empty body', MULTIPART, '', 'invalid_uploading'],
  ['no part', MULTIPART, '--X--\r\n', 'missing_parameter'],
  ['no closing boundary', MULTIPART, `--X\r\n${PART}\r\n\r\n${GOOD_CSV}`, 'invalid_uploading'],
  ['a closing boundary without --', MULTIPART, `--X\r\n${PART}\r\n\r\n${GOOD_CSV}\r\n--X`, 'invalid_uploading'],
  [
    'text behind the closing boundary',
    MULTIPART,
    `--X\r\n${PART}\r\n\r\n${GOOD_CSV}\r\n--X--\r\nx`,
    'invalid_uploading',
  ],
  ['LF line ends', MULTIPART, `--X\n${PART}\n\n${GOOD_CSV}\n--X--`, 'invalid_uploading'],
  ['no end of part headers', MULTIPART, `--X\r\n${PART}\r\n--X--`, 'invalid_uploading'],
  [
    'no Content-Disposition',
    MULTIPART,
    `--X\r\nContent-Type: text/csv\r\n\r\n${GOOD_CSV}\r\n--X--`,
    'invalid_uploading',
  ],
  [
    'no filename',
    MULTIPART,
    `--X\r\nContent-Disposition: form-data; name="file"\r\n\r\n${GOOD_CSV}\r\n--X--`,
    'invalid_uploading',
  ],
  [
    'another part name',
    MULTIPART,
    `--X\r\n${PART.replace('"file"', '"data"')}\r\n\r\n${GOOD_CSV}\r\n--X--`,
    'missing_parameter',
  ],
  [
    'two parts',
    MULTIPART,
    `--X\r\n${PART}\r\n\r\n${GOOD_CSV}\r\n--X\r\n${PART}\r\n\r\n${GOOD_CSV}\r\n--X--`,
    'invalid_uploading',
  ],
  [
    'a file which is not UTF-8',
    MULTIPART,
    Buffer.from(`--X\r\n${PART}\r\n\r\nUserId,Target,DateTime\n\xE9,lead,${past}\r\n--X--`, 'latin1'),
    'invalid_uploading',
  ],
])('refuses a body with %s', async (_, contentType, body, errorType) => {
  const headers = { authorization: 'OAuth y0_TEST', 'content-type': contentType };
  await expectRefusal(
    (url) => fetch(`${url}${CONVERSIONS_PATH}/upload`, { method: 'POST', headers, body }),
    400,
    errorType,
  );
});
