import { Check } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { googleAds } from './google-ads.ts';
import { type GoogleAdsSettings, googleAdsSettings } from './google-ads-settings.ts';
import type { OutgoingConversion } from './outgoing.ts';
import { answer, nowMs, outgoing } from './testing/outgoing-conversion.ts';

const settings: GoogleAdsSettings = {
  operating_account_id: '123-456-7890',
  login_account_id: '987-654-3210',
  conversion_actions: { start: '7654321', join: '7654322', sale: '7654323' },
  client_id: 'client',
  client_secret: 'secret',
  refresh_token: '1//refresh',
};
const context = { baseUrl: 'https://datamanager.googleapis.com', token: 'ya29.1', nowMs };
const batchId = '019ab3c4-5d6e-7f80-9192-a3b4c5d6e7f8';
const identity = { kind: 'gclid', ids: { gclid: 'Cj0KCQiA' } };

function send(changes: readonly Partial<OutgoingConversion>[] = [{}], more: Partial<GoogleAdsSettings> = {}) {
  const conversions = changes.map((change) => outgoing(identity, change));
  return googleAds.send({ batchId, conversions }, { ...settings, ...more }, context);
}

function bodyOf(...given: Parameters<typeof send>): unknown {
  return JSON.parse(send(...given).body ?? '');
}

describe('the request', () => {
  it.each([
    ['a start', { target: 'start' }, '7654321', {}],
    ['a join', { cause: 'join', target: 'join' }, '7654322', {}],
    ['a goal', { cause: 'goal', target: 'start' }, '7654321', {}],
    [
      'a sale',
      { cause: 'event', target: 'sale', value: '1990.50' },
      '7654323',
      { conversionValue: 1990.5, currency: 'RUB' },
    ],
  ] as const)('of %s is exactly the documented one', (_, changes, action, more) => {
    expect(send([changes])).toEqual({
      method: 'POST',
      url: 'https://datamanager.googleapis.com/v1/events:ingest',
      headers: { authorization: 'Bearer ya29.1', accept: 'application/json', 'content-type': 'application/json' },
      body: JSON.stringify({
        destinations: [
          {
            reference: action,
            operatingAccount: { accountType: 'GOOGLE_ADS', accountId: '1234567890' },
            loginAccount: { accountType: 'GOOGLE_ADS', accountId: '9876543210' },
            productDestinationId: action,
          },
        ],
        events: [
          {
            destinationReferences: [action],
            transactionId: '019ab3c4-0000-7000-8000-000000000001',
            eventTimestamp: '2026-11-22T10:39:00.000Z',
            adIdentifiers: { gclid: 'Cj0KCQiA' },
            ...more,
            eventSource: 'MESSAGE',
            consent: { adUserData: 'CONSENT_GRANTED', adPersonalization: 'CONSENT_GRANTED' },
          },
        ],
      }),
      timeoutMs: 30_000,
    });
  });

  it('names each conversion action once, and each event its own', () => {
    expect(bodyOf([{ target: 'start' }, { target: 'sale' }, { target: 'start' }])).toMatchObject({
      destinations: [{ reference: '7654321' }, { reference: '7654323' }],
      events: [
        { destinationReferences: ['7654321'] },
        { destinationReferences: ['7654323'] },
        { destinationReferences: ['7654321'] },
      ],
    });
  });

  it('leaves out the manager account and the consent where the settings do', () => {
    const { login_account_id: _, ...alone } = settings;
    const conversions = [outgoing(identity)];
    const { body } = googleAds.send({ batchId, conversions }, { ...alone, consent: 'not_stated' }, context);
    expect(body).not.toContain('loginAccount');
    expect(body).not.toContain('consent');
  });

  it('never puts an event before its click: Telegram’s times are whole seconds', () => {
    const clickedMs = nowMs - 60_000 + 345;
    expect(bodyOf([{ clickedMs }])).toMatchObject({ events: [{ eventTimestamp: '2026-11-22T10:39:00.345Z' }] });
  });

  it('tells of the session where the click came through a landing page', () => {
    const who = { kind: 'gclid', ids: { gclid: 'A', gad_source: '1', gad_campaignid: '2' } };
    const visit = { address: 'https://shop.example/?gclid=A', referrer: null, userAgent: null, ip: null };
    const { body } = googleAds.send({ batchId, conversions: [outgoing(who, { visit })] }, settings, context);
    expect(body).toMatch(/"adIdentifiers":\{"gclid":"A","sessionAttributes":"[A-Za-z0-9_-]+"\}/);
  });
});

it.each([
  [{ operating_account_id: '1234567890' }, true],
  [{ operating_account_id: '123-456-789' }, false],
  [{ conversion_actions: {} }, false],
  [{ conversion_actions: { start: 'x' } }, false],
  [{ consent: 'denied' }, false],
])('settings with %j fit: %s', (changes, fits) => {
  expect(Check(googleAdsSettings, { ...settings, ...changes })).toBe(fits);
});

it.each([
  ['start', null, null],
  ['start', settings, null],
  ['other', null, null],
  ['other', settings, 'target_unknown'],
  ['toString', settings, 'target_unknown'],
  ['', null, 'target_empty'],
] as const)('the goal %j is refused: %#', (target, given, reason) => {
  expect(googleAds.refusesTarget(target, given)).toBe(reason);
});

function apiError(status: number, code: string, violations: readonly object[] = [], reason = code): unknown {
  return {
    error: {
      code: status,
      message: 'why',
      status: code,
      details: [
        { '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason, domain: 'datamanager.googleapis.com' },
        { '@type': 'type.googleapis.com/google.rpc.BadRequest', fieldViolations: violations },
      ],
    },
  };
}

const bad = (index: number, reason: string): object => ({
  field: `events.events[${index}].event_timestamp`,
  description: 'Bad.',
  reason,
});

describe('an answer', () => {
  it.each([
    [answer(200, { requestId: 't-1' }), { class: 'accepted', ref: 't-1', response: 'request t-1' }],
    [
      answer(200, { requestId: 't-1', fieldWarnings: [{ reason: 'X' }] }),
      { response: 'request t-1: [{"reason":"X"}]' },
    ],
    [answer(200, '<html>'), { class: 'ambiguous', reason: 'answer_unreadable' }],
    [answer(200, {}), { class: 'ambiguous' }],
    [answer(500, '<html>'), { class: 'ambiguous', reason: 'platform_error', detail: 'HTTP 500' }],
    [answer(503, apiError(503, 'UNAVAILABLE')), { class: 'ambiguous', detail: 'UNAVAILABLE: why' }],
    [answer(504, apiError(504, 'DEADLINE_EXCEEDED'), { 'retry-after': '7' }), { class: 'ambiguous', afterSeconds: 7 }],
    [answer(429, apiError(429, 'RESOURCE_EXHAUSTED')), { class: 'throttled', afterSeconds: null }],
    [answer(429, '', { 'retry-after': '30' }), { class: 'throttled', afterSeconds: 30 }],
    [answer(401, apiError(401, 'UNAUTHENTICATED')), { class: 'needs_owner', reason: 'token_invalid' }],
    [answer(403, apiError(403, 'PERMISSION_DENIED')), { class: 'needs_owner', reason: 'access_missing' }],
    [
      answer(403, apiError(403, 'PERMISSION_DENIED', [], 'SERVICE_DISABLED')),
      { class: 'needs_owner', reason: 'api_disabled' },
    ],
    [
      answer(403, apiError(403, 'PERMISSION_DENIED', [], 'ACCESS_TOKEN_SCOPE_INSUFFICIENT')),
      { class: 'needs_owner', reason: 'scope_missing' },
    ],
    [answer(403, '<html>'), { class: 'retryable', reason: 'unexpected_answer', triesMax: 5 }],
    ...(
      [
        ['NOT_ALLOWLISTED', 'access_missing'],
        ['INVALID_DESTINATION', 'account_mismatch'],
        ['OPERATING_ACCOUNT_LOGIN_ACCOUNT_MISMATCH', 'account_mismatch'],
        ['INVALID_CONVERSION_ACTION_ID', 'conversion_action_wrong'],
        ['INVALID_CONVERSION_ACTION_TYPE', 'conversion_action_wrong'],
        ['TERMS_AND_CONDITIONS_NOT_SIGNED', 'terms_not_signed'],
        ['EU_POLITICAL_ADVERTISING_DECLARATION_REQUIRED', 'terms_not_signed'],
        ['DESTINATION_ACCOUNT_ENHANCED_CONVERSIONS_TERMS_NOT_SIGNED', 'terms_not_signed'],
      ] as const
    ).map(
      ([reason, owner]) =>
        [
          answer(400, apiError(400, 'INVALID_ARGUMENT', [{ field: 'destinations[0]', reason }])),
          { class: 'needs_owner', reason: owner },
        ] as const,
    ),
    [
      answer(400, apiError(400, 'INVALID_ARGUMENT', [bad(1, 'INVALID_FORMAT')])),
      {
        class: 'rejected',
        rows: [
          {
            index: 1,
            reason: 'refused_by_platform',
            detail: 'INVALID_FORMAT: events.events[1].event_timestamp: Bad.',
          },
        ],
      },
    ],
    [
      answer(400, apiError(400, 'INVALID_ARGUMENT', [bad(0, 'A'), bad(2, 'B'), bad(2, 'C')])),
      { class: 'rejected', rows: [{ index: 0 }, { index: 2 }] },
    ],
    [answer(404, ''), { class: 'retryable', reason: 'unexpected_answer', triesMax: 5 }],
  ] as const)('%j is %j', (given, expected) => {
    expect(googleAds.read(given, nowMs, 3)).toMatchObject(expected);
  });

  it.each([
    ['nothing', apiError(400, 'INVALID_ARGUMENT')],
    ['the whole request', apiError(400, 'INVALID_ARGUMENT', [{ field: 'events', reason: 'TOO_MANY_EVENTS' }])],
    ['a row and the request', apiError(400, 'INVALID_ARGUMENT', [bad(0, 'A'), { field: 'encoding', reason: 'B' }])],
    ['what is no JSON', '<html>'],
  ])('that refuses %s names no rows, so that the batch is halved', (_, body) => {
    const outcome = googleAds.read(answer(400, body), nowMs, 3);
    expect(outcome).toMatchObject({ class: 'rejected' });
    expect(outcome).not.toHaveProperty('rows');
  });
});

describe('the access token', () => {
  const { token } = googleAds;

  it('is asked for as OAuth says', () => {
    expect(token?.request(settings, 'https://oauth2.googleapis.com', nowMs, false)).toEqual({
      method: 'POST',
      url: 'https://oauth2.googleapis.com/token',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: 'grant_type=refresh_token&client_id=client&client_secret=secret&refresh_token=1%2F%2Frefresh',
      timeoutMs: 15_000,
    });
  });

  const good = { access_token: 'ya29.2', expires_in: 3599, scope: 'https://www.googleapis.com/auth/datamanager' };

  it.each([
    [answer(200, good), { class: 'token', value: 'ya29.2', expiresMs: nowMs + 3_479_000, replaces: null }],
    [answer(200, { ...good, scope: 'https://www.googleapis.com/auth/adwords' }), { reason: 'scope_missing' }],
    [answer(200, '<html>'), { class: 'retryable', reason: 'answer_unreadable' }],
    [
      answer(400, { error: 'invalid_grant', error_description: 'Token has been expired or revoked.' }),
      { class: 'needs_owner', reason: 'token_invalid', detail: 'invalid_grant: Token has been expired or revoked.' },
    ],
    [answer(401, { error: 'invalid_client' }), { class: 'needs_owner', reason: 'oauth_client_wrong' }],
    [answer(401, { error: 'unauthorized_client' }), { class: 'needs_owner', reason: 'oauth_client_wrong' }],
    [answer(400, { error: 'invalid_scope' }), { class: 'needs_owner', reason: 'scope_missing' }],
    [answer(400, { error: 'toString' }), { class: 'retryable', reason: 'unexpected_answer' }],
    [answer(429, ''), { class: 'throttled' }],
    [answer(500, '<html>'), { class: 'retryable', reason: 'platform_error' }],
    [answer(400, { error: 'invalid_request' }), { class: 'retryable', reason: 'unexpected_answer' }],
  ])('of %j is %j', (given, expected) => {
    expect(token?.read(given, nowMs)).toMatchObject(expected);
  });
});

it('the test looks at every conversion action and takes nothing', () => {
  const { body } = googleAds.test.request(settings, context);
  expect(JSON.parse(body ?? '')).toMatchObject({
    destinations: [{ reference: '7654321' }, { reference: '7654322' }, { reference: '7654323' }],
    events: [{}, {}, {}],
    validateOnly: true,
  });
});
