import { dateAgeDaysMax } from '@otkuda/contract';
import { describe, expect, it } from 'vitest';
import { maxUpdate } from './max.ts';

const nowMs = 1_775_025_604_499;
const chatId = '-70801090403050';
const bot = { nowMs, project: { kind: 'bot', chatId: null } } as const;
const ofChannel = { nowMs, project: { kind: 'channel', chatId } } as const;

/** The official samples. Source: reference/payloads.md §9.1. */
const user = {
  ...{ user_id: 123456789, first_name: 'John', last_name: 'Doe', is_bot: false, last_activity_time: 1775025580000 },
  ...{ avatar_url: 'avatar.png', full_avatar_url: 'avatar.full.png', name: 'John Doe' },
};
const john = { firstName: 'John', lastName: 'Doe', username: null };
const common = { timestamp: nowMs, chat_id: 182182182, user, user_locale: 'ru' };
const started = { ...common, user_id: 123456789, update_type: 'bot_started' };
const stopped = { ...common, update_type: 'bot_stopped' };
const added = {
  ...{ timestamp: nowMs, chat_id: -70801090403050, user, inviter_id: 123456789 },
  ...{ user_id: 234567890, is_channel: false, update_type: 'user_added' },
};
const removed = { ...added, admin_id: 123456789, update_type: 'user_removed' };
const message = (text: unknown, more: object = {}) => ({
  timestamp: nowMs,
  message: {
    recipient: { chat_id: 5, chat_type: 'dialog', user_id: 1 },
    timestamp: nowMs,
    body: { mid: 'mid.1', seq: 1, text },
    sender: user,
    ...more,
  },
  user_locale: 'ru',
  update_type: 'message_created',
});

it('a start of the bot is one, with the payload of the link', () => {
  expect(maxUpdate({ ...started, payload: ' PJ1 ' }, bot)).toStrictEqual({
    kind: 'signals',
    signals: [
      {
        kind: 'started',
        userId: '123456789',
        atMs: nowMs,
        profile: { ...john, languageCode: 'ru' },
        startValue: 'PJ1',
      },
    ],
    dedupe: { key: expect.stringMatching(/^max:[\w-]{43}$/), hours: 48, repeat: 'ok' },
  });
});

it.each([
  ['bot_started without a payload', started, { kind: 'started', startValue: '' }],
  ['bot_started with null for it', { ...started, payload: null }, { kind: 'started', startValue: '' }],
  ['a /start by hand', message('/start PJ1'), { kind: 'started', startValue: 'PJ1' }],
  ['bot_stopped', stopped, { kind: 'stopped' }],
  ['dialog_removed', { ...stopped, update_type: 'dialog_removed' }, { kind: 'stopped' }],
])('%s', (_, update, signal) => {
  expect(maxUpdate(update, bot)).toMatchObject({ signals: [{ ...signal, userId: '123456789', atMs: nowMs }] });
});

it.each([
  ['joined', added],
  ['left', removed],
])('%s is who `user` is, whatever stands beside it', (kind, update) => {
  expect(maxUpdate(update, ofChannel)).toMatchObject({
    signals: [{ kind, userId: '123456789', atMs: nowMs, profile: john, chatId, inviteLink: null }],
  });
});

it('of a live channel a join has neither inviter nor locale', () => {
  const live = {
    ...{ chat_id: -100000000, is_channel: true, timestamp: nowMs, update_type: 'user_added' },
    user: { user_id: 10003, first_name: 'Test_User', last_name: '', is_bot: false, name: 'Test_User' },
  };
  expect(maxUpdate(live, { nowMs, project: { kind: 'channel', chatId: null } })).toMatchObject({
    signals: [{ kind: 'joined', userId: '10003', profile: { firstName: 'Test_User', lastName: null } }],
  });
});

describe('ignored', () => {
  const aBot = { ...user, is_bot: true };
  it.each([
    ['message_edited', { ...message('/start'), update_type: 'message_edited' }, 'other_update'],
    ['a type of tomorrow', { ...common, update_type: 'toString' }, 'other_update'],
    ['a message', message('hello'), 'not_a_start'],
    ['a message without text', message(null), 'not_a_start'],
    ['a /start in a chat', message('/start', { recipient: { chat_type: 'chat' } }), 'not_private'],
    ['a forwarded /start', message('/start', { link: { type: 'forward' } }), 'forwarded'],
    ['a bot', { ...added, user: aBot }, 'a_bot'],
    ['another chat', { ...added, chat_id: -5 }, 'other_chat'],
    ['the bot in a chat', { ...added, update_type: 'bot_added' }, 'bot_in_chat'],
  ])('is %s', (_, update, reason) => {
    expect(maxUpdate(update, ofChannel)).toMatchObject({ kind: 'ignored', reason });
  });

  it('is any membership in the project of a bot', () => {
    expect(maxUpdate(added, bot)).toEqual({ kind: 'ignored', reason: 'other_chat', userId: '123456789' });
  });
});

it.each([
  ['user is required', { ...started, user: undefined }],
  ['user.user_id: a positive integer', { ...started, user: { user_id: 0 } }],
  ['message.sender is required', message('/start', { sender: null })],
  ['chat_id is required', { ...added, chat_id: null }],
  ['timestamp: a Unix time in milliseconds', { ...started, timestamp: Math.floor(nowMs / 1000) }],
  ['timestamp: a Unix time in milliseconds', { ...started, timestamp: nowMs + 600_000 }],
  ['timestamp: a Unix time in milliseconds', { ...started, timestamp: nowMs - (dateAgeDaysMax + 1) * 86_400_000 }],
  ['timestamp: a Unix time in milliseconds', { ...started, timestamp: 'today' }],
])('refused: %s', (details, update) => {
  const reading = maxUpdate(update, ofChannel);
  expect(reading).toMatchObject({ kind: 'refused', error: 'unprocessable' });
  expect(reading).toHaveProperty('details', expect.stringContaining(details));
});

it.each([undefined, null, [], 5, 'x', {}, { update_type: 5 }, { update_id: 1, message: {} }])(
  'a bad request is %j',
  (update) => {
    expect(maxUpdate(update, bot)).toMatchObject({ kind: 'refused', error: 'badRequest' });
  },
);

it('without a date is taken as of now, and its repeats are not known', () => {
  const reading = maxUpdate({ ...started, timestamp: null }, bot);
  expect(reading).toMatchObject({ signals: [{ atMs: nowMs }], dedupe: null });
});

it('is told from others by type, time, chat, person and message', () => {
  const others = [
    ...[started, stopped, { ...started, timestamp: nowMs - 1 }, { ...started, chat_id: 6 }],
    ...[
      { ...started, user: { ...user, user_id: 6 } },
      message('/start'),
      message('/start', { body: { mid: 2, text: '/start' } }),
    ],
  ];
  const keys = others.map((update) => {
    const reading = maxUpdate(update, bot);
    return reading.kind === 'signals' ? reading.dedupe?.key : undefined;
  });
  expect(new Set(keys).size).toBe(others.length);
  expect(maxUpdate(structuredClone(started), bot)).toHaveProperty('dedupe.key', keys[0]);
});
