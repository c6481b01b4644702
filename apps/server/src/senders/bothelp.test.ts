import { describe, expect, it } from 'vitest';
import { bothelp } from './bothelp.ts';
import { sentAtSeconds, startUpdate } from './telegram.samples.ts';
import { telegramUpdate } from './telegram.ts';

const nowMs = sentAtSeconds * 1000;
const context = { nowMs, project: { kind: 'bot', chatId: null } } as const;
const code = 'PJ0198f1c27a3b7c4d8e5f6a7b8c9d0e1f';

/** Field names of two public receivers, values invented. Source: reference/payloads.md §3. */
const sample = {
  ...{ bothelp_user_id: '4812345', user_id: '987654321', cuid: '1a2b.3c4d' },
  ...{ name: 'John Doe', first_name: 'John', last_name: 'Doe', messenger_username: 'johnDoe5672' },
  ...{ email: null, phone: null, profile_link: 'https://t.me/johnDoe5672', ref: code },
  ...{ utm_source: null, utm_medium: null, utm_campaign: null, utm_content: null, utm_term: null },
  ...{ conversations_count: 1, created_at: '2026-06-02 10:11:18', created_at_show: '02.06.2026 10:11' },
  Город: 'Казань',
};

it('the data of a subscriber are a start of today', () => {
  expect(bothelp(sample, context)).toStrictEqual({
    kind: 'signals',
    signals: [
      {
        kind: 'started',
        userId: '987654321',
        atMs: nowMs,
        profile: { firstName: 'John', lastName: 'Doe', username: 'johnDoe5672' },
        startValue: code,
        folds: true,
      },
    ],
    dedupe: null,
  });
});

it.each([
  ['a number', { user_id: 987654321 }, '987654321'],
  ['another name for it', { user_id: null, tg_user_id: ' 5 ' }, '5'],
  ['the name that comes first', { messenger_user_id: 7, telegram_user_id: 6 }, '6'],
  ["an id of BotHelp's own, told apart", { user_id: '', bothelp_user_id: 4812345 }, 'bh:4812345'],
  ['the last resort', { user_id: '{%user_id%}', cuid: '1a2b.3c4d' }, 'bh:1a2b.3c4d'],
  ['a subscriber within', { subscriber: { user_id: 5 } }, '5'],
  ['a value of an odd type beside it', { user_id: 5, name: [1], created_at: {}, ref: { a: 1 } }, '5'],
])('the user is found by %s', (_, body, userId) => {
  expect(bothelp(body, context)).toMatchObject({ signals: [{ userId }] });
});

it.each([
  ['ref', { ref: `tgtrack-${code}` }, `tgtrack-${code}`],
  ['start', { ref: null, start: code }, code],
  ['start_value', { start_value: 'AUTO_DETECT' }, 'AUTO_DETECT'],
  ['a mark, before a foreign ref', { ref: 'friend', utm_content: code }, code],
  ['a custom field in any alphabet', { Метка: code, Город: 'Казань' }, code],
  ['a foreign ref', { ref: ' promo ', utm_source: 'yandex' }, 'promo'],
  ['a number', { ref: 5 }, '5'],
  ['nothing', { utm_source: 'yandex', Город: 'Казань', ref: '' }, ''],
])('the start value is taken from %s', (_, body, startValue) => {
  expect(bothelp({ user_id: 5, ...body }, context)).toMatchObject({ signals: [{ startValue }] });
});

it.each([
  [
    { name: ' Anna ', messenger_username: '@anna' },
    { firstName: ' Anna ', username: 'anna' },
  ],
  [{ first_name: '', name: 'Anna' }, { firstName: 'Anna' }],
  [{ first_name: null, last_name: null, messenger_username: '' }, {}],
  [{ first_name: 'x'.repeat(300) }, { firstName: 'x'.repeat(256) }],
])('what %j leaves out says nothing of the person', (body, profile) => {
  expect(bothelp({ user_id: 5, ...body }, context)).toMatchObject({ signals: [{ profile }] });
  const reading = bothelp({ user_id: 5, ...body }, context);
  expect(reading.kind === 'signals' && reading.signals[0]).toHaveProperty('profile', profile);
});

it('a raw update is recognised', () => {
  const update = startUpdate('/start');
  expect(bothelp(update, context)).toStrictEqual(telegramUpdate(update, context));
});

describe('refused is', () => {
  it.each([{}, { user_id: 0, cuid: '' }, { name: 'John' }, { user_id: 'me', message: {} }])(
    'no usable user id: %j',
    (body) => {
      const reading = bothelp(body, context);
      expect(reading).toMatchObject({ kind: 'refused', error: 'unprocessable' });
      expect(reading).toHaveProperty('details', expect.stringMatching(/^user_id.*looked at user_id, .*cuid$/));
    },
  );

  it.each([undefined, null, [], 5, 'x'])('what is no object: %j', (body) => {
    expect(bothelp(body, context)).toMatchObject({ kind: 'refused', error: 'badRequest' });
  });
});
