import { expect, test } from 'vitest';
import { ACCOUNT, ACTION, event, type Fields, GOOD_DESTINATION, ingest, start } from './fixture.ts';

const sha = 'a'.repeat(64);

test('takes the documented example', async () => {
  const simulator = await start();
  const taken = event();
  expect(await ingest(simulator, { events: [taken] })).toEqual({ status: 200, json: { requestId: 't-1' } });
  expect(simulator.counted()).toMatchObject([
    { requestId: 't-1', accountId: ACCOUNT, conversionActionId: ACTION, event: taken, error: null },
  ]);
});

test('a refusal is word for word the form of the platform', async () => {
  const simulator = await start();
  const events = [event(), event({ eventTimestamp: '22.11.2026' })];
  expect((await ingest(simulator, { events })).json).toEqual({
    error: {
      code: 400,
      message: 'There was a problem with the request.',
      status: 'INVALID_ARGUMENT',
      details: [
        {
          '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
          reason: 'INVALID_ARGUMENT',
          domain: 'datamanager.googleapis.com',
          metadata: { requestId: 't-0' },
        },
        {
          '@type': 'type.googleapis.com/google.rpc.BadRequest',
          fieldViolations: [
            {
              field: 'events.events[1].event_timestamp',
              reason: 'INVALID_FORMAT',
              description: 'RFC 3339 was expected.',
            },
          ],
        },
      ],
    },
  });
  expect(simulator.taken()).toEqual([]);
});

test.each<readonly [string, Fields, string]>([
  ['no time', { eventTimestamp: undefined }, 'REQUIRED_FIELD_MISSING'],
  ['a time without zone', { eventTimestamp: '2026-11-22T10:39:00' }, 'INVALID_FORMAT'],
  ['a time in the future', { eventTimestamp: '2026-11-22T10:40:01Z' }, 'EVENT_TIME_INVALID'],
  ['no source', { eventSource: undefined }, 'REQUIRED_FIELD_MISSING'],
  ['a source nobody knows', { eventSource: 'TELEGRAM' }, 'INVALID_ENUM_VALUE'],
  ['nobody', { adIdentifiers: {} }, 'NO_IDENTIFIERS_PROVIDED'],
  ['an empty click', { adIdentifiers: { gclid: '' } }, 'NO_IDENTIFIERS_PROVIDED'],
  ['a currency nobody has', { currency: 'RUR1' }, 'INVALID_CURRENCY_CODE'],
  ['a value without currency', { currency: undefined }, 'REQUIRED_FIELD_MISSING'],
  ['a value that is text', { conversionValue: '1990' }, 'INVALID_FORMAT'],
  ['another destination', { destinationReferences: ['d2'] }, 'INVALID_DESTINATION'],
  ['a field nobody knows', { event_timestamp: '2026-11-22T10:39:00Z' }, 'INVALID_FORMAT'],
  ['a consent nobody knows', { consent: { adUserData: true } }, 'INVALID_ENUM_VALUE'],
  ['a person without encoding', { userData: { userIdentifiers: [{ emailAddress: sha }] } }, 'REQUIRED_FIELD_MISSING'],
  ['a session that is no JSON', { adIdentifiers: { sessionAttributes: 'e30=' } }, 'INVALID_BASE64_ENCODING'],
  ['a session without campaign', { adIdentifiers: { sessionAttributes: 'e30' } }, 'INVALID_BASE64_ENCODING'],
  ['a session too long', { adIdentifiers: { sessionAttributes: 'a'.repeat(4001) } }, 'FIELD_VALUE_TOO_LONG'],
])('refuses the whole request for %s, and names the event', async (_, changes, reason) => {
  const simulator = await start();
  const answer = await ingest(simulator, { events: [event({ transactionId: 'good' }), event(changes)] });
  expect(answer).toMatchObject({ status: 400, json: { error: { status: 'INVALID_ARGUMENT' } } });
  expect(JSON.stringify(answer.json)).toMatch(new RegExp(`"field":"events\\.events\\[1\\][^"]*","reason":"${reason}"`));
  expect(simulator.taken()).toEqual([]);
});

test('names each bad event of a request', async () => {
  const simulator = await start();
  const bad = event({ eventSource: undefined });
  const text = JSON.stringify((await ingest(simulator, { events: [bad, event(), bad] })).json);
  expect([...text.matchAll(/events\[(\d)\]/g)].map(([, index]) => index)).toEqual(['0', '2']);
});

test('a hash has 64 hexadecimal digits', async () => {
  const simulator = await start();
  const person = (emailAddress: string): Fields => event({ userData: { userIdentifiers: [{ emailAddress }] } });
  expect((await ingest(simulator, { encoding: 'HEX', events: [person(sha)] })).status).toBe(200);
  const answer = await ingest(simulator, { encoding: 'HEX', events: [person('a@b.c')] });
  expect(JSON.stringify(answer.json)).toContain('events.events[0].user_data.user_identifiers[0]');
});

test.each<readonly [string, Fields, string]>([
  [
    'hyphens in the account',
    { operatingAccount: { accountType: 'GOOGLE_ADS', accountId: '123-456-7890' } },
    'INVALID_FORMAT',
  ],
  [
    'an account nobody has',
    { operatingAccount: { accountType: 'GOOGLE_ADS', accountId: '1111111111' } },
    'INVALID_DESTINATION',
  ],
  ['an action nobody made', { productDestinationId: '5' }, 'INVALID_CONVERSION_ACTION_ID'],
  ['an action of another type', { productDestinationId: '1' }, 'INVALID_CONVERSION_ACTION_TYPE'],
])('refuses %s', async (_, changes, reason) => {
  const simulator = await start();
  const answer = await ingest(simulator, { destinations: [{ ...GOOD_DESTINATION, ...changes }], events: [event()] });
  expect(JSON.stringify(answer.json)).toContain(`"reason":"${reason}"`);
  expect(simulator.taken()).toEqual([]);
});

test('the account one logs in with has to manage the other, and be the caller’s', async () => {
  const simulator = await start();
  simulator.addAccount({ id: '2222222222', conversionActions: ['9'] });
  const other = { accountType: 'GOOGLE_ADS', accountId: '2222222222' };
  const through = await ingest(simulator, {
    destinations: [{ ...GOOD_DESTINATION, operatingAccount: other, productDestinationId: '9' }],
    events: [event()],
  });
  expect(JSON.stringify(through.json)).toContain('OPERATING_ACCOUNT_LOGIN_ACCOUNT_MISMATCH');
  const alone = await ingest(simulator, {
    destinations: [{ reference: 'd1', operatingAccount: other, productDestinationId: '9' }],
    events: [event()],
  });
  expect(alone).toMatchObject({ status: 403, json: { error: { status: 'PERMISSION_DENIED' } } });
});

test.each<readonly [string, Fields | string, string]>([
  ['2001 events', { events: Array.from({ length: 2001 }, () => event()) }, 'TOO_MANY_EVENTS'],
  ['no events', { events: [] }, 'REQUIRED_FIELD_MISSING'],
  [
    '11 destinations',
    { destinations: Array.from({ length: 11 }, () => GOOD_DESTINATION), events: [event()] },
    'TOO_MANY_DESTINATIONS',
  ],
  [
    'one destination twice',
    { destinations: [GOOD_DESTINATION, GOOD_DESTINATION], events: [event()] },
    'DUPLICATE_DESTINATION_REFERENCE',
  ],
  ['what is no JSON', 'events=[]', 'INVALID_FORMAT'],
  ['a parameter nobody knows', { events: [event()], destination: {} }, 'INVALID_FORMAT'],
])('refuses %s', async (_, body, reason) => {
  const simulator = await start();
  const answer = await ingest(simulator, body);
  expect(answer.status).toBe(400);
  expect(JSON.stringify(answer.json)).toContain(`"reason":"${reason}"`);
});

test('a request that is only to be looked at changes nothing', async () => {
  const simulator = await start();
  expect((await ingest(simulator, { validateOnly: true, events: [event()] })).status).toBe(200);
  expect(simulator.taken()).toEqual([]);
  expect((await ingest(simulator, { validateOnly: true, events: [event({ eventSource: undefined })] })).status).toBe(
    400,
  );
});
