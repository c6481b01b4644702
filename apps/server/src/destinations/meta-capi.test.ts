import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { metaCapi } from './meta-capi.ts';
import { externalIdOf } from './meta-capi-identity.ts';
import type { MetaCapiSettings } from './meta-capi-settings.ts';
import type { OutgoingConversion, Visit } from './outgoing.ts';
import { answer, nowMs, outgoing } from './testing/outgoing-conversion.ts';

const settings = { dataset_id: '1234567890', access_token: 'EAAB' };
const context = { baseUrl: 'https://graph.facebook.com', token: null, nowMs };
const batchId = '019ab3c4-5d6e-7f80-9192-a3b4c5d6e7f8';
const fbc = `fb.1.${nowMs - 3_600_000}.IwAR2F4`;
const identity = { kind: 'user_data', ids: { fbc, fbp: 'fb.1.1763790000123.1098115397' } };
const external_id = [externalIdOf('telegram', '987654321')];
const visit: Visit = {
  address: 'https://shop.example/landing?fbclid=IwAR2F4',
  referrer: null,
  userAgent: 'Mozilla/5.0 (iPhone)',
  ip: '203.0.113.0',
};

function send(changes: Partial<OutgoingConversion> = {}, more: Partial<MetaCapiSettings> = {}) {
  return metaCapi.send({ batchId, conversions: [outgoing(identity, changes)] }, { ...settings, ...more }, context);
}

function eventOf(changes: Partial<OutgoingConversion>, more: Partial<MetaCapiSettings> = {}): unknown {
  const body: unknown = JSON.parse(send(changes, more).body ?? '');
  return typeof body === 'object' && body !== null && 'data' in body && Array.isArray(body.data) ? body.data[0] : null;
}

describe('the request', () => {
  it.each([
    ['a start', { target: 'Lead' }, {}],
    ['a join', { cause: 'join', target: 'Subscribe' }, {}],
    ['a goal', { cause: 'goal', target: 'QuizDone' }, {}],
    [
      'a sale',
      { cause: 'event', target: 'Purchase', value: '1990.50' },
      { custom_data: { value: 1990.5, currency: 'RUB' } },
    ],
  ] as const)('of %s is exactly the documented one', (_, changes, more) => {
    expect(send(changes)).toEqual({
      method: 'POST',
      url: 'https://graph.facebook.com/v26.0/1234567890/events',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({
        data: [
          {
            event_name: changes.target,
            event_time: (nowMs - 60_000) / 1000,
            event_id: '019ab3c4-0000-7000-8000-000000000001',
            action_source: 'chat',
            user_data: { external_id, fbc, fbp: 'fb.1.1763790000123.1098115397' },
            ...more,
          },
        ],
        access_token: 'EAAB',
      }),
      timeoutMs: 15_000,
    });
  });

  it('takes version and test code from the settings', () => {
    const request = send({}, { api_version: 'v25.0', test_event_code: 'TEST12345' });
    expect(request.url).toBe('https://graph.facebook.com/v25.0/1234567890/events');
    expect(request.body).toMatch(/"access_token":"EAAB","test_event_code":"TEST12345"}$/);
  });

  it('is the same at every try', () => {
    expect(send({ target: 'Lead' })).toEqual(send({ target: 'Lead' }));
  });

  it('tells of the browser as it is, and of no shortened address', () => {
    expect(eventOf({ visit })).toMatchObject({ user_data: { client_user_agent: 'Mozilla/5.0 (iPhone)' } });
    for (const action_source of ['chat', 'website'] as const) {
      expect(eventOf({ visit }, { action_source })).not.toHaveProperty('user_data.client_ip_address');
    }
  });

  it('leaves out a click that Meta has forgotten', () => {
    const old = { kind: 'user_data', ids: { fbc: `fb.1.${nowMs - 91 * 86_400_000}.x` } };
    const { body } = metaCapi.send({ batchId, conversions: [outgoing(old)] }, settings, context);
    expect(body).not.toContain('fbc');
    expect(body).toContain('external_id');
  });

  it('names a person of MAX by another prefix', () => {
    expect(eventOf({ platform: 'max' })).toMatchObject({
      user_data: { external_id: [externalIdOf('max', '987654321')] },
    });
  });
});

describe('the place of the event', () => {
  it('is the chat, unless the owner says website', () => {
    expect(eventOf({ visit })).toMatchObject({ action_source: 'chat' });
    expect(eventOf({ visit })).not.toHaveProperty('event_source_url');
    expect(eventOf({ visit }, { action_source: 'website' })).toMatchObject({
      action_source: 'website',
      event_source_url: 'https://shop.example/landing?fbclid=IwAR2F4',
      user_data: { client_user_agent: 'Mozilla/5.0 (iPhone)' },
    });
  });

  it.each([
    ['no visit', null],
    ['no browser', { ...visit, userAgent: null }],
    ['no address', { ...visit, address: null }],
    ['the path of a tracking link', { ...visit, address: '/l/x?fbclid=IwAR2F4' }],
  ])('stays the chat with %s', (_, seen) => {
    expect(eventOf({ visit: seen }, { action_source: 'website' })).toMatchObject({ action_source: 'chat' });
  });
});

describe('the address of the visitor', () => {
  const visitorAddress = '2001:db8::7';

  it('is told of what happened on a website, and of nothing else', () => {
    const website = { action_source: 'website' } as const;
    expect(eventOf({ visit, visitorAddress }, website)).toMatchObject({
      user_data: { client_ip_address: visitorAddress },
    });
    expect(send({ visit, visitorAddress }).body).not.toContain(visitorAddress);
    const onLink = { ...visit, address: '/l/x?fbclid=1' };
    expect(send({ visit: onLink, visitorAddress }, website).body).not.toContain(visitorAddress);
  });

  it('is asked for of those visits that are told as a website’s', () => {
    const seen = { userAgent: fc.option(fc.string()), referrer: fc.constant(null), ip: fc.constant(null) };
    const address = fc.option(fc.oneof(fc.webUrl(), fc.webPath(), fc.string()));
    fc.assert(
      fc.property(fc.record({ ...seen, address }), fc.constantFrom('chat', 'website'), (of, action_source) => {
        const need = metaCapi.addressNeed?.({ ...settings, action_source }) ?? null;
        const place = eventOf({ visit: of }, { action_source });
        expect(place).toMatchObject({ action_source: need?.covers(of) === true ? 'website' : 'chat' });
      }),
    );
  });
});

describe('a goal', () => {
  it.each([
    ['Lead', null],
    ['Заявка', null],
    ['x'.repeat(50), null],
    ['x'.repeat(51), 'target_too_long'],
    [' ', 'target_empty'],
  ])('%j is refused: %s', (target, reason) => {
    expect(metaCapi.refusesTarget(target, null)).toBe(reason);
  });

  it('Purchase needs a value', () => {
    const lack = (changes: Partial<OutgoingConversion>) => metaCapi.lacks?.(outgoing(identity, changes), settings);
    expect(lack({ target: 'Purchase', value: null })).toBe('value_missing');
    expect(lack({ target: 'Purchase', value: '1' })).toBeNull();
    expect(lack({ target: 'Lead', value: null })).toBeNull();
  });
});

function graphError(code: number, more: object = {}): unknown {
  return { error: { message: 'why', type: 'OAuthException', code, ...more, fbtrace_id: 'A' } };
}

describe('an answer', () => {
  const usage = JSON.stringify({ '1': [{ type: 'ads_management', estimated_time_to_regain_access: 3 }] });

  it.each([
    [
      answer(200, { events_received: 1, messages: [], fbtrace_id: 'AbC' }),
      { class: 'accepted', ref: 'AbC', response: '1 of 1 events received' },
    ],
    [answer(200, { events_received: 1, messages: ['late'] }), { response: '1 of 1 events received: ["late"]' }],
    [answer(200, '<html>'), { class: 'ambiguous', reason: 'answer_unreadable' }],
    [answer(200, {}), { class: 'ambiguous' }],
    [answer(500, '<html>'), { class: 'ambiguous', reason: 'platform_error', detail: 'HTTP 500' }],
    [answer(502, ''), { class: 'ambiguous' }],
    [answer(403, '<html>'), { class: 'ambiguous', reason: 'answer_unreadable' }],
    [answer(500, graphError(1)), { class: 'ambiguous', reason: 'platform_error', detail: '1: why' }],
    [answer(503, graphError(2), { 'retry-after': '7' }), { class: 'ambiguous', afterSeconds: 7 }],
    [answer(400, graphError(100, { is_transient: true })), { class: 'retryable', reason: 'platform_error' }],
    ...[1, 2, 341, 368, 5000, 21009].map((code) => [answer(400, graphError(code)), { class: 'retryable' }] as const),
    ...[4, 17, 32, 613, 80003, 80004].map(
      (code) => [answer(400, graphError(code)), { class: 'throttled', reason: 'too_many_requests' }] as const,
    ),
    [answer(429, '<html>'), { class: 'throttled', afterSeconds: null }],
    [answer(429, graphError(4), { 'retry-after': '30' }), { class: 'throttled', afterSeconds: 30 }],
    [answer(400, graphError(80004), { 'x-business-use-case-usage': usage }), { class: 'throttled', afterSeconds: 180 }],
    [answer(400, graphError(4), { 'x-business-use-case-usage': 'x' }), { class: 'throttled', afterSeconds: null }],
    ...[458, 459, 460, 463, 467].map(
      (subcode) =>
        [
          answer(401, graphError(190, { error_subcode: subcode })),
          { class: 'needs_owner', reason: 'token_invalid' },
        ] as const,
    ),
    [answer(400, graphError(102)), { class: 'needs_owner', reason: 'token_invalid' }],
    [answer(403, graphError(10)), { class: 'needs_owner', reason: 'access_missing' }],
    [answer(403, graphError(200)), { class: 'needs_owner', reason: 'access_missing' }],
    [answer(403, graphError(299)), { class: 'needs_owner', reason: 'access_missing' }],
    [answer(400, graphError(100, { error_subcode: 33 })), { class: 'needs_owner', reason: 'dataset_not_found' }],
    [answer(400, graphError(2635)), { class: 'needs_owner', reason: 'api_version_retired' }],
    [
      answer(400, graphError(100, { error_subcode: 2804003, error_user_title: 'Event Timestamp Too Old' })),
      { class: 'rejected', reason: 'event_too_old', detail: '100/2804003: why. Event Timestamp Too Old' },
    ],
    [answer(400, graphError(100, { error_subcode: 2804009 })), { class: 'rejected', reason: 'value_missing' }],
    ...[2804001, 2804007, 2804016, 2804017, 2804019, 2804048].map(
      (subcode) =>
        [
          answer(400, graphError(100, { error_subcode: subcode })),
          { class: 'rejected', reason: 'refused_by_platform' },
        ] as const,
    ),
    [answer(400, graphError(3)), { class: 'rejected' }],
    [answer(400, graphError(105)), { class: 'rejected' }],
    [answer(400, graphError(999)), { class: 'retryable', reason: 'unexpected_answer', triesMax: 5 }],
  ] as const)('%j is %j', (given, expected) => {
    expect(metaCapi.read(given, nowMs, 1)).toMatchObject(expected);
  });
});

describe('the test', () => {
  it('sends an event only where somebody waits to see it', () => {
    const code = { ...settings, test_event_code: 'TEST1' };
    expect(metaCapi.test.request(code, context)).toMatchObject({
      method: 'POST',
      body: expect.stringMatching(/"event_name":"OtkudaTest".*"test_event_code":"TEST1"/),
    });
    expect(metaCapi.test.request(settings, context)).toMatchObject({
      method: 'GET',
      url: 'https://graph.facebook.com/v26.0/1234567890?fields=id&access_token=EAAB',
    });
  });

  it('is passed where the dataset can be read', () => {
    expect(metaCapi.test.read(answer(200, { id: '1234567890' }), nowMs)).toMatchObject({ class: 'accepted' });
    expect(metaCapi.test.read(answer(401, graphError(190)), nowMs)).toMatchObject({ class: 'needs_owner' });
  });
});

it('tells repeats for 48 hours and takes events for a week, less half a day', () => {
  expect(metaCapi.repeats(settings)).toEqual({ kind: 'deduplicated', withinHours: 48 });
  expect(metaCapi.deadline).toEqual({ hoursAfterEvent: 156 });
  expect(metaCapi.batchSizeMax).toBe(50);
});
