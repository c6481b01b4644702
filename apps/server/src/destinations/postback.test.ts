import { createHmac } from 'node:crypto';
import { Check } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import type { OutgoingConversion } from './outgoing.ts';
import { postback } from './postback.ts';
import { postbackMacros } from './postback-macros.ts';
import { type PostbackSettings, postbackSettings } from './postback-settings.ts';
import { statusOf } from './postback-status.ts';

const nowMs = Date.parse('2026-11-22T10:40:00Z');
const context = { baseUrl: '', token: null, nowMs };
const person = {
  platform: 'telegram',
  userId: '7',
  marks: { utm_source: 'ya&ndex' },
  clickId: null,
  clickedMs: null,
} as const;

function conversion(changes: Partial<OutgoingConversion> = {}): OutgoingConversion {
  return {
    conversionId: '019ab3c4-0000-7000-8000-000000000001',
    userId: '987654321',
    platform: 'telegram',
    cause: 'start',
    target: 'start',
    eventType: null,
    result: null,
    happenedMs: 1_763_798_400_999,
    clickId: null,
    clickedMs: null,
    value: null,
    currency: 'RUB',
    identity: { kind: 'macros', ids: { click_id: 'aB3 dE5', utm_source: 'ya&ndex' } },
    visit: null,
    visitorAddress: null,
    ...changes,
  };
}

function send(settings: PostbackSettings, changes: Partial<OutgoingConversion> = {}) {
  return postback.send({ batchId: '', conversions: [conversion(changes)] }, settings, context);
}

const keitaro = postback.presets?.find(({ name }) => name === 'keitaro')?.settings.url;
const sale = { cause: 'event', target: 'purchase', eventType: 'sale', result: 'success', value: '1990.5' } as const;

describe('the request', () => {
  it('is the address with the macros filled in', () => {
    expect(send({ url: String(keitaro) }, sale)).toEqual({
      method: 'GET',
      url: 'https://TRACKER/KEY/postback?subid=aB3%20dE5&status=sale&payout=1990.5&currency=RUB&tid=019ab3c4-0000-7000-8000-000000000001&return=OK',
      headers: { 'user-agent': 'Otkuda' },
      body: null,
      timeoutMs: 15_000,
    });
  });

  it('has a form or JSON as its body, by what the owner wrote', () => {
    const url = 'https://t.example/?a={utm_source}';
    expect(send({ url, method: 'POST', body: 'click={click_id}&user={user_id}&v={value}' })).toMatchObject({
      url: 'https://t.example/?a=ya%26ndex',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'click=aB3%20dE5&user=987654321&v=',
    });
    expect(
      send({ url, method: 'POST', body: '{"click":"{click_id}","v":{value},"at":{timestamp}}' }, sale),
    ).toMatchObject({
      headers: { 'content-type': 'application/json' },
      body: '{"click":"aB3 dE5","v":1990.5,"at":1763798400}',
    });
    const headers = { 'Content-Type': 'text/plain', 'X-Key': 'k-{platform}' };
    expect(send({ url, method: 'POST', body: '{goal}!', headers })).toMatchObject({
      headers: { 'content-type': 'text/plain', 'x-key': 'k-telegram' },
      body: 'start!',
    });
  });

  it('is signed over all of it where there is a secret', () => {
    const signed = send({
      url: 'https://t.example/?c={click_id}',
      method: 'POST',
      body: 'g={goal}',
      secret: 'a-secret',
    });
    const text = `${nowMs / 1000}\nPOST\nhttps://t.example/?c=aB3%20dE5\ng=start`;
    expect(signed.headers).toMatchObject({
      'x-otkuda-timestamp': String(nowMs / 1000),
      'x-otkuda-signature': `sha256=${createHmac('sha256', 'a-secret').update(text).digest('hex')}`,
    });
  });
});

describe('the click id', () => {
  it.each([
    [{ yclid: '14', cid: 'c', subid: 's' }, 's'],
    [{ yclid: '14', cid: 'c' }, 'c'],
    [{ gclid: 'g', yclid: '14' }, '14'],
  ])('of %j is %s', (ids, expected) => {
    expect(postback.identify({ ...person, ids })?.ids).toMatchObject({
      ...ids,
      utm_source: 'ya&ndex',
      click_id: expected,
    });
  });

  it('is missed before anything is sent, where the address wants it', () => {
    const bare = conversion({ identity: { kind: 'macros', ids: {} } });
    expect(postback.lacks?.(bare, { url: 'https://t.example/?c={click_id}' })).toBe('no_identifier');
    expect(postback.lacks?.(bare, { url: 'https://t.example/?u={user_id}' })).toBeNull();
    expect(postback.lacks?.({ ...bare, userId: null }, { url: 'https://t.example/?u={user_id}' })).toBe(
      'no_identifier',
    );
  });
});

describe('the status', () => {
  const started = conversion();
  it.each([
    [{}, {}, 'lead'],
    [{ value: '5' }, {}, 'sale'],
    [{ result: 'in_progress', value: '5' }, {}, 'lead'],
    [{ result: 'failure' }, {}, 'rejected'],
    [{ cause: 'refund', result: 'success', value: '-5' }, {}, 'rejected'],
    [{ cause: 'leave' }, {}, 'rejected'],
    [{ result: 'success', target: 'vip' }, { vip: 'rebill', success: 'approve' }, 'rebill'],
    [{ result: 'success' }, { start: 'wait', success: 'approve' }, 'wait'],
    [{ target: 'g', result: 'success' }, { start: 'wait', success: 'approve' }, 'approve'],
    [{ target: 'g' }, { start: 'wait', success: 'approve' }, 'wait'],
    [{ target: 'g', cause: 'refund', result: 'success' }, { success: 'approve', refund: 'trash' }, 'trash'],
    [{ target: 'toString' }, { a: 'b' }, 'lead'],
  ] as const)('of %j with %j is %s', (changes, statuses, expected) => {
    expect(statusOf({ ...started, ...changes }, statuses)).toBe(expected);
  });
});

describe('what a repeat does', () => {
  it.each([
    [{ url: 'https://t.example/?tid={conversion_id}' }, 'deduplicated'],
    [{ url: 'https://t.example/', method: 'POST', body: '{conversion_id}' }, 'deduplicated'],
    [{ url: 'https://t.example/?c={click_id}' }, 'counted_twice'],
  ] satisfies ReadonlyArray<readonly [PostbackSettings, string]>)('%j: %s', (settings, kind) => {
    expect(postback.repeats(settings).kind).toBe(kind);
  });
});

describe('settings', () => {
  it.each([
    [{ url: 'https://t.example/?a={nonsense}' }, 'url'],
    [{ url: 'https://t.example/?a={goal}', body: 'a=b' }, 'body'],
    [{ url: 'https://t.example/', method: 'POST', body: '{"a":{goal},}' }, 'body'],
    [{ url: 'https://t.example/', method: 'POST', body: 'a={gaol}' }, 'body'],
    [{ url: 'https://t.example/', headers: { key: '{gaol}' } }, 'headers.key'],
  ] satisfies ReadonlyArray<readonly [PostbackSettings, string]>)('%j are not in order: %s', (settings, field) => {
    expect(postback.violations?.(settings)).toMatchObject([{ field }]);
  });

  it.each((postback.presets ?? []).map(({ name, settings, goals }) => [name, settings, goals] as const))(
    'of the preset %s are in order, and its goals as well',
    (_, settings, goals) => {
      expect(Check(postbackSettings, settings) ? postback.violations?.(settings) : 'of another shape').toEqual([]);
      for (const goal of Object.values(goals)) expect(postback.refusesTarget(goal, null)).toBeNull();
    },
  );

  it('may use every macro there is', () => {
    const url = `https://t.example/?${postbackMacros.map((name) => `${name}={${name}}`).join('&')}`;
    expect(postback.violations?.({ url })).toEqual([]);
  });
});

describe('an answer', () => {
  const answer = (status: number, body = '', headers = {}) => postback.read({ status, headers, body }, nowMs, 1);
  it.each([
    [200, { class: 'accepted', response: 'HTTP 200: OK' }],
    [204, { class: 'accepted' }],
    [302, { class: 'retryable', reason: 'redirected' }],
    [400, { class: 'rejected', reason: 'refused_by_platform', detail: 'HTTP 400: OK' }],
    [401, { class: 'needs_owner', reason: 'address_denies' }],
    [403, { class: 'needs_owner', reason: 'address_denies' }],
    [404, { class: 'rejected' }],
    [408, { class: 'ambiguous' }],
    [410, { class: 'needs_owner', reason: 'address_gone' }],
    [425, { class: 'ambiguous' }],
    [429, { class: 'throttled' }],
    [500, { class: 'ambiguous', reason: 'platform_error' }],
    [501, { class: 'rejected' }],
    [502, { class: 'ambiguous' }],
    [503, { class: 'retryable' }],
    [504, { class: 'ambiguous' }],
  ])('%i is %j', (status, expected) => {
    expect(answer(status, 'OK')).toMatchObject(expected);
  });

  it('may ask to wait, and is shown in part', () => {
    expect(answer(429, '', { 'retry-after': '9' })).toMatchObject({ afterSeconds: 9 });
    expect(answer(400, 'x'.repeat(9_000))).toMatchObject({ detail: expect.stringMatching(/^.{500}$/) });
  });
});
