import { expect, test } from 'vitest';
import { ACTION, accessToken, askToken, event, GOOD_FORM, ingest, NOW_MS, PERSON, start, status } from './fixture.ts';

const MINUTE_MS = 60_000;

test('a refresh token brings an access token, for an hour', async () => {
  let now = NOW_MS;
  const simulator = await start({ now: () => now });
  expect(await (await askToken(simulator)).json()).toEqual({
    access_token: 'ya29.1',
    expires_in: 3599,
    scope: 'https://www.googleapis.com/auth/datamanager',
    token_type: 'Bearer',
  });
  now += 3598 * 1000;
  expect((await ingest(simulator, { events: [event()] }, 'Bearer ya29.1')).status).toBe(200);
  now += 1000;
  expect(await ingest(simulator, { events: [event()] }, 'Bearer ya29.1')).toMatchObject({
    status: 401,
    json: { error: { status: 'UNAUTHENTICATED' } },
  });
});

test.each([
  [{ grant_type: 'password' }, 400, 'unsupported_grant_type'],
  [{ refresh_token: 'other' }, 400, 'invalid_grant'],
  [{ client_secret: 'other' }, 401, 'invalid_client'],
  [{ client_id: 'other' }, 400, 'invalid_grant'],
])('a form with %j is refused', async (changes, code, error) => {
  const simulator = await start();
  const response = await askToken(simulator, { ...GOOD_FORM, ...changes });
  expect([response.status, await response.json()]).toEqual([code, { error, error_description: expect.any(String) }]);
});

test('what is withdrawn or over works no more', async () => {
  const simulator = await start();
  const token = await accessToken(simulator);
  simulator.expireAccessTokens();
  expect((await ingest(simulator, { events: [event()] }, `Bearer ${token}`)).status).toBe(401);
  expect((await ingest(simulator, { events: [event()] })).status).toBe(200);
  simulator.revoke(PERSON.refreshToken);
  expect(await (await askToken(simulator)).json()).toMatchObject({ error: 'invalid_grant' });
});

test('a token of another scope may not send', async () => {
  const simulator = await start();
  simulator.addCredentials({ ...PERSON, scope: 'https://www.googleapis.com/auth/adwords' });
  expect(await ingest(simulator, { events: [event()] })).toMatchObject({
    status: 403,
    json: { error: { details: [{ reason: 'ACCESS_TOKEN_SCOPE_INSUFFICIENT' }] } },
  });
});

test('diagnostics come after half an hour, with counts by reason', async () => {
  let now = NOW_MS;
  const simulator = await start({ now: () => now });
  const old = event({ transactionId: 'cv_2', eventTimestamp: '2026-08-01T00:00:00Z' });
  await ingest(simulator, { events: [event(), old, event()] });
  now += 30 * MINUTE_MS - 1;
  expect((await status(simulator, 't-1')).json).toMatchObject({
    requestStatusPerDestination: [{ requestStatus: 'PROCESSING' }],
  });
  now += 1;
  expect((await status(simulator, 't-1')).json).toEqual({
    requestStatusPerDestination: [
      {
        destination: {
          reference: 'd1',
          operatingAccount: { accountType: 'GOOGLE_ADS', accountId: '1234567890' },
          productDestinationId: ACTION,
        },
        requestStatus: 'PARTIAL_SUCCESS',
        errorInfo: {
          errorCounts: [
            { recordCount: '1', reason: 'PROCESSING_ERROR_REASON_EVENT_TOO_OLD' },
            { recordCount: '1', reason: 'PROCESSING_ERROR_REASON_DUPLICATE_TRANSACTION_ID' },
          ],
        },
        eventsIngestionStatus: { recordCount: '3' },
      },
    ],
  });
  expect(simulator.counted()).toHaveLength(1);
  expect(await status(simulator, 't-9')).toMatchObject({ status: 400 });
});

test('all good is SUCCESS, nothing good is FAILED', async () => {
  const simulator = await start({ processingMinutes: 0 });
  await ingest(simulator, { events: [event()] });
  await ingest(simulator, { events: [event()] });
  expect((await status(simulator, 't-1')).json).toMatchObject({
    requestStatusPerDestination: [{ requestStatus: 'SUCCESS' }],
  });
  expect((await status(simulator, 't-2')).json).toMatchObject({
    requestStatusPerDestination: [{ requestStatus: 'FAILED' }],
  });
});

test('repeats are told by the transaction, and without one by click and time', async () => {
  const simulator = await start();
  const bare = (gclid: string): object => event({ transactionId: undefined, adIdentifiers: { gclid } });
  await ingest(simulator, { events: [event(), event({ transactionId: 'cv_2' }), bare('A'), bare('A'), bare('B')] });
  expect(simulator.taken().map(({ error }) => error)).toEqual([
    null,
    null,
    null,
    'PROCESSING_ERROR_REASON_DUPLICATE_GCLID',
    null,
  ]);
});

test('a click of other ads and a refused consent do not count', async () => {
  const simulator = await start();
  simulator.addAccount({
    id: '1234567890',
    conversionActions: [ACTION],
    managers: ['9876543210'],
    knownClickIds: ['A'],
  });
  const click = (ids: object, more: object = {}): object =>
    event({ transactionId: undefined, adIdentifiers: ids, ...more });
  const denied = { consent: { adUserData: 'CONSENT_DENIED' } };
  await ingest(simulator, { events: [click({ gclid: 'A' }), click({ wbraid: 'B' }), click({ gclid: 'A' }, denied)] });
  expect(simulator.taken().map(({ error }) => error)).toEqual([
    null,
    'PROCESSING_ERROR_REASON_INVALID_WBRAID',
    'PROCESSING_ERROR_REASON_DENIED_CONSENT',
  ]);
});

test('what gets lost in processing may be sent again', async () => {
  const simulator = await start();
  simulator.lose(1);
  await ingest(simulator, { events: [event()] });
  await ingest(simulator, { events: [event()] });
  expect(simulator.taken().map(({ error }) => error)).toEqual(['PROCESSING_ERROR_REASON_INTERNAL_ERROR', null]);
});

test('the 301st request within a minute is refused, and the next minute is free again', async () => {
  let now = NOW_MS;
  const simulator = await start({ now: () => now, requestsPerMinuteMax: 2 });
  const authorization = `Bearer ${await accessToken(simulator)}`;
  const send = async (): Promise<number> => (await ingest(simulator, { events: [event()] }, authorization)).status;
  expect([await send(), await send(), await send()]).toEqual([200, 200, 429]);
  now += MINUTE_MS;
  expect(await send()).toBe(200);
});

test('faults speak the API of Google, also over the side channel', async () => {
  const simulator = await start();
  const side = `${simulator.url}/__sim/google-ads`;
  const post = (resource: string, body: object): Promise<Response> =>
    fetch(`${side}/${resource}`, { method: 'POST', body: JSON.stringify(body) });
  await post('faults', { kind: 'status', status: 403, reason: 'SERVICE_DISABLED', path: '/v1/events:ingest' });
  expect(await ingest(simulator, { events: [event()] })).toMatchObject({
    status: 403,
    json: { error: { code: 403, status: 'PERMISSION_DENIED', details: [{ reason: 'SERVICE_DISABLED' }] } },
  });
  await post('accounts', { id: '3333333333', conversionActions: ['4'] });
  await post('credentials', { ...PERSON, refreshToken: 'r2', accounts: ['3333333333'] });
  const { access_token } = (await (await askToken(simulator, { ...GOOD_FORM, refresh_token: 'r2' })).json()) as {
    access_token: string;
  };
  const destinations = [
    { operatingAccount: { accountType: 'GOOGLE_ADS', accountId: '3333333333' }, productDestinationId: '4' },
  ];
  const taken = event({ destinationReferences: undefined });
  expect((await ingest(simulator, { destinations, events: [taken] }, `Bearer ${access_token}`)).status).toBe(200);
  expect(await (await fetch(`${side}/events`)).json()).toEqual({ events: simulator.taken() });
});
