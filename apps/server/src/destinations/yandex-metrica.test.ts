import { describe, expect, it } from 'vitest';
import type { ClickIds } from '../domain/click-marks.ts';
import type { HttpAnswer } from './http-message.ts';
import type { OutgoingConversion } from './outgoing.ts';
import { destinationsByType } from './registry.ts';
import { yandexMetrica } from './yandex-metrica.ts';

const settings = { counter_id: '2215573', oauth_token: 'y0_TEST' };
const baseUrl = 'https://api-metrika.yandex.net';
const batchId = '019ab3c4-5d6e-7f80-9192-a3b4c5d6e7f8';
const nowMs = Date.parse('2026-11-22T10:40:00Z');
const context = { baseUrl, token: null, nowMs };

function conversion(changes: Partial<OutgoingConversion> = {}): OutgoingConversion {
  return {
    conversionId: '019ab3c4-0000-7000-8000-000000000001',
    userId: '7',
    platform: 'telegram',
    cause: 'start',
    target: 'bot_start',
    eventType: null,
    result: null,
    clickId: null,
    clickedMs: null,
    visit: null,
    visitorAddress: null,
    happenedMs: 1_763_798_400_999,
    value: null,
    currency: 'RUB',
    identity: { kind: 'ClientId', ids: { id: '133591247640966458' } },
    ...changes,
  };
}

function answer(status: number, body: unknown, headers: Record<string, string> = {}): HttpAnswer {
  return { status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) };
}

describe('the request of a batch', () => {
  it('is exactly the documented one', () => {
    const paid = conversion({ target: 'purchase', happenedMs: 1_763_799_000_000, value: '1990.5' });
    expect(yandexMetrica.send({ batchId, conversions: [conversion(), paid] }, settings, context)).toEqual({
      method: 'POST',
      url: `${baseUrl}/management/v1/counter/2215573/offline_conversions/upload?type=BASIC&comment=otkuda_${batchId}`,
      headers: {
        authorization: 'OAuth y0_TEST',
        accept: 'application/json',
        'content-type': `multipart/form-data; boundary=otkuda-${batchId}`,
      },
      body: [
        `--otkuda-${batchId}`,
        'Content-Disposition: form-data; name="file"; filename="conversions.csv"',
        'Content-Type: text/csv',
        '',
        'ClientId,Target,DateTime,Price,Currency',
        '133591247640966458,bot_start,1763798400,,',
        '133591247640966458,purchase,1763799000,1990.5,RUB',
        '',
        `--otkuda-${batchId}--`,
        '',
      ].join('\r\n'),
      timeoutMs: 20_000,
    });
  });

  it('names the column by the kind of identifier and quotes cells that need it', () => {
    const odd = conversion({ identity: { kind: 'Yclid', ids: { id: '14,"5"' } }, target: ' старт ' });
    const { body } = yandexMetrica.send({ batchId, conversions: [odd] }, settings, context);
    expect(body).toContain('\r\nYclid,Target,DateTime,Price,Currency\r\n"14,""5"""," старт ",1763798400,,\r\n');
  });

  it('keeps the path of a base address', () => {
    const { url } = yandexMetrica.send({ batchId, conversions: [conversion()] }, settings, {
      ...context,
      baseUrl: 'http://127.0.0.1:1/proxy',
    });
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:1\/proxy\/management\/v1\//);
  });
});

describe('the identifier', () => {
  it.each([
    [
      { _ym_uid: '1335', yclid: '14' },
      { kind: 'ClientId', ids: { id: '1335' } },
    ],
    [
      { _ym_uid: 'GA1.2', yclid: '14' },
      { kind: 'Yclid', ids: { id: '14' } },
    ],
    [{ yclid: 'not a number' }, { kind: 'Yclid', ids: { id: 'not a number' } }],
    [{ yclid: '14\n15' }, null],
    [{ yclid: ' ' }, null],
    [{ gclid: '14' }, null],
  ])('of %j is %j', (ids: ClickIds, expected) => {
    const person = { platform: 'telegram', userId: '7', marks: {}, clickId: null, clickedMs: null } as const;
    expect(yandexMetrica.identify({ ...person, ids })).toEqual(expected);
  });
});

describe('the name of a goal', () => {
  it.each(['/', '\\', '&', '#', '?', '=', '"', '\n'])('with %j is refused', (character) => {
    expect(yandexMetrica.refusesTarget(`start${character}`, null)).toBe('target_characters');
  });
  it('may be anything else but empty', () => {
    expect(yandexMetrica.refusesTarget('Старт бота, 2', settings)).toBeNull();
    expect(yandexMetrica.refusesTarget(' ', null)).toBe('target_empty');
  });
});

describe('an answer to a batch', () => {
  const error = (type: string, code: number) => ({
    errors: [{ error_type: type, message: 'm' }],
    code,
    message: 'why',
  });
  const midnightMs = Date.parse('2026-11-23T00:00:00Z');

  it.each([
    [answer(200, { uploading: { id: 5150001 } }), { class: 'accepted', ref: '5150001', response: 'upload 5150001' }],
    [answer(200, '<html>'), { class: 'ambiguous', reason: 'answer_unreadable' }],
    [answer(200, { uploading: {} }), { class: 'ambiguous', reason: 'answer_unreadable' }],
    [answer(502, '<html>'), { class: 'ambiguous', reason: 'platform_error', afterSeconds: null, detail: 'HTTP 502' }],
    [answer(503, error('backend_error', 503), { 'retry-after': '7' }), { class: 'ambiguous', afterSeconds: 7 }],
    [answer(504, error('timeout', 504)), { class: 'ambiguous', reason: 'platform_error' }],
    [answer(429, error('quota_requests_by_uid', 429)), { class: 'quota', untilMs: midnightMs }],
    [answer(429, error('quota_requests_by_counter_id', 429)), { class: 'quota', reason: 'quota_used_up' }],
    [
      answer(429, error('quota_requests_by_ip', 429), { 'retry-after': '30' }),
      { class: 'throttled', afterSeconds: 30 },
    ],
    [answer(429, error('quota_parallel_requests', 429)), { class: 'throttled', afterSeconds: null }],
    [answer(401, error('unauthorized', 401)), { class: 'needs_owner', reason: 'token_invalid' }],
    [answer(403, error('invalid_token', 403)), { class: 'needs_owner', reason: 'token_invalid' }],
    [answer(403, error('access_denied', 403)), { class: 'needs_owner', reason: 'access_denied' }],
    [answer(404, error('not_found', 404)), { class: 'needs_owner', reason: 'counter_not_found' }],
    [answer(400, error('invalid_uploading', 400)), { class: 'rejected', detail: 'invalid_uploading: why' }],
    [answer(406, error('not_acceptable', 406)), { class: 'rejected', reason: 'refused_by_platform' }],
    [answer(409, error('conflict', 409)), { class: 'rejected' }],
    [answer(413, ''), { class: 'rejected', detail: 'HTTP 413' }],
    [answer(302, '', { location: '/' }), { class: 'retryable', reason: 'unexpected_answer' }],
    [answer(418, ''), { class: 'retryable', reason: 'unexpected_answer' }],
  ])('%j is %j', (given, expected) => {
    expect(yandexMetrica.read(given, nowMs, 1)).toMatchObject(expected);
  });

  it.each([
    ['a date', 'Sun, 22 Nov 2026 10:40:10 GMT', 10],
    ['a date that has passed', 'Sun, 22 Nov 2026 10:39:00 GMT', 1],
    ['no time at all', '0', 1],
    ['more than a day', '864000', 86_400],
    ['nonsense', 'soon', null],
  ])('may ask to wait by %s', (_, header, afterSeconds) => {
    const asked = answer(429, error('quota_requests_by_ip', 429), { 'retry-after': header });
    expect(yandexMetrica.read(asked, nowMs, 1)).toMatchObject({ afterSeconds });
  });
});

it('is found by its type', () => {
  expect(destinationsByType.get('yandex_metrica')).toBe(yandexMetrica);
});
