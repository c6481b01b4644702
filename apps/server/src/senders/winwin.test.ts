import { expect, it } from 'vitest';
import { sentAtSeconds, startUpdate } from './telegram.samples.ts';
import { telegramUpdate } from './telegram.ts';
import { winWin } from './winwin.ts';

const nowMs = sentAtSeconds * 1000;
const context = { nowMs, project: { kind: 'bot', chatId: null } } as const;
const code = 'PJ0198f1c27a3b7c4d8e5f6a7b8c9d0e1f';
const user = { id: 55, telegram_id: 987654321, username: 'johnDoe5672', first_name: 'John', last_name: 'Doe' };

it('a new subscriber is a start', () => {
  expect(winWin({ event: 'new_subscriber', bot_id: 10, user, start: code }, context)).toStrictEqual({
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
  ['flat', { telegram_id: '5', name: 'Anna' }, '5', { firstName: 'Anna' }],
  ['by a name that others use', { tg_id: 5, full_name: 'Anna' }, '5', { firstName: 'Anna' }],
  ['within two objects', { id: 1, data: { client: { chat_id: 5, first_name: 'Anna' } } }, '5', { firstName: 'Anna' }],
  ['within an object of another name', { member: { telegram_user_id: 5, first_name: 'A' } }, '5', { firstName: 'A' }],
  ["by Telegram's name before any other", { user_id: 1, user: { id: 2, telegram_id: 5 } }, '5', {}],
  ['by the id of the person before that of the event', { id: 1, from: { id: 5 } }, '5', {}],
  ['by id, where nothing else is there', { id: 5, bot: { id: 1 } }, '5', {}],
  ['with the name of the person beside the id', { user_id: 5, user: { first_name: 'A' } }, '5', { firstName: 'A' }],
])('the person is found %s', (_, payload, userId, profile) => {
  const reading = winWin(payload, context);
  expect(reading.kind === 'signals' && reading.signals[0]).toMatchObject({ userId });
  expect(reading.kind === 'signals' && reading.signals[0]).toHaveProperty('profile', profile);
});

it.each([
  [{ user, ref: 'friend' }, 'friend'],
  [{ user: { ...user, source: code }, ref: 'friend' }, code],
  [{ user, REFID: 6441213 }, '6441213'],
  [{ user, start: ['x'] }, ''],
])('the start value of %j is %s', (payload, startValue) => {
  expect(winWin(payload, context)).toMatchObject({ signals: [{ startValue }] });
});

it.each([[{}], [[]], [null], [''], [5], [{ event: 'new_subscriber' }], [{ test: true, user: { id: 0 } }]])(
  'a probe is ignored: %j',
  (payload) => {
    expect(winWin(payload, context)).toEqual({ kind: 'ignored', reason: 'no_user', userId: null });
  },
);

it('a raw update is recognised', () => {
  const update = startUpdate('/start');
  expect(winWin(update, context)).toStrictEqual(telegramUpdate(update, context));
});
