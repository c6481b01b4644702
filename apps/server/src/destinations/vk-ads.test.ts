import { describe, expect, it } from 'vitest';
import type { Person } from './outgoing.ts';
import { answer, nowMs, outgoing } from './testing/outgoing-conversion.ts';
import { vkAds } from './vk-ads.ts';

const settings = { pixel_id: '3590001' };
const context = { baseUrl: 'https://top-fwz1.mail.ru', token: null, nowMs };
const identity = { kind: 'rb_clickid', ids: { rb_clickid: 'aB3dE5' } };
const batchId = '019ab3c4-5d6e-7f80-9192-a3b4c5d6e7f8';

function send(changes: Parameters<typeof outgoing>[1] = {}, ids = identity) {
  return vkAds.send({ batchId, conversions: [outgoing(ids, changes)] }, settings, context);
}

describe('the request', () => {
  it.each([
    ['a start', { target: 'startBot' }, 'id=3590001;e=RG%3A0/startBot;rb_clickid=aB3dE5'],
    ['a join', { cause: 'join', target: 'subscribe' }, 'id=3590001;e=RG%3A0/subscribe;rb_clickid=aB3dE5'],
    ['a goal', { cause: 'goal', target: 'lead1' }, 'id=3590001;e=RG%3A0/lead1;rb_clickid=aB3dE5'],
    [
      'a sale',
      { cause: 'event', target: 'purchase', value: '1990.5' },
      'id=3590001;e=RG%3A1990.5/purchase;rb_clickid=aB3dE5',
    ],
  ] as const)('of %s is exactly the documented one', (_, changes, query) => {
    expect(send(changes)).toEqual({
      method: 'GET',
      url: `https://top-fwz1.mail.ru/tracker?${query}`,
      headers: {},
      body: null,
      timeoutMs: 5_000,
    });
  });

  it('lets no click id break out of its parameter', () => {
    const { url } = send({}, { kind: 'rb_clickid', ids: { rb_clickid: 'a;e=RG:9/x&b' } });
    expect(url).toMatch(/;rb_clickid=a%3Be%3DRG%3A9\/x%26b$/);
  });
});

describe('the identifier', () => {
  const person = (ids: Person['ids']): Person => {
    return { platform: 'telegram', userId: '7', ids, marks: {}, clickId: null, clickedMs: null };
  };

  it('is the click id of VK', () => {
    expect(vkAds.identify(person({ rb_clickid: 'aB3', yclid: '1' }))).toEqual({
      kind: 'rb_clickid',
      ids: { rb_clickid: 'aB3' },
    });
  });

  it.each([[{}], [{ yclid: '1' }], [{ rb_clickid: '' }], [{ rb_clickid: 'a\nb' }], [{ rb_clickid: '\ud800' }]])(
    'of %j is none: it is skipped here',
    (ids) => {
      expect(vkAds.identify(person(ids))).toBeNull();
    },
  );
});

it.each([
  ['startBot', null],
  ['purchase2', null],
  ['bot_start', 'target_latin'],
  ['покупка', 'target_latin'],
  ['start bot', 'target_latin'],
  ['a/b', 'target_latin'],
  [' ', 'target_empty'],
])('the goal %j is refused: %s', (target, reason) => {
  expect(vkAds.refusesTarget(target, null)).toBe(reason);
});

it.each([
  [answer(200, 'GIF89a'), { class: 'accepted', ref: null }],
  [answer(204, ''), { class: 'accepted' }],
  [answer(302, '', { location: '/' }), { class: 'retryable', reason: 'unexpected_answer' }],
  [answer(403, ''), { class: 'rejected', reason: 'refused_by_platform', detail: 'HTTP 403' }],
  [answer(404, '<html>'), { class: 'rejected' }],
  [answer(429, ''), { class: 'retryable', afterSeconds: null, reason: 'too_many_requests' }],
  [answer(429, '', { 'retry-after': '7' }), { class: 'retryable', afterSeconds: 7 }],
  [answer(500, ''), { class: 'retryable', reason: 'platform_error' }],
  [answer(502, '<html>'), { class: 'retryable', reason: 'platform_error', detail: 'HTTP 502' }],
])('the answer %j is %j', (given, expected) => {
  expect(vkAds.read(given, nowMs, 1)).toMatchObject(expected);
});

it('is sent at most once more after a lost answer, and gives up within the hour', () => {
  expect(vkAds.repeats(settings)).toEqual({ kind: 'counted_twice', resendsMax: 1 });
  expect(vkAds.retries).toEqual({ waitSeconds: [5, 30, 300, 1800] });
  expect(vkAds.deadline).toEqual({ hoursAfterEvent: 24 });
});

it('the test reaches the pixel with a goal that is nobody’s', () => {
  expect(vkAds.test.request(settings, context).url).toBe(
    'https://top-fwz1.mail.ru/tracker?id=3590001;e=RG%3A0/otkudaTest;rb_clickid=otkudaTest',
  );
});
