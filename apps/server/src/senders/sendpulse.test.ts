import { describe, expect, it } from 'vitest';
import { sendPulse } from './sendpulse.ts';
import { sentAtSeconds, startUpdate } from './telegram.samples.ts';
import { telegramUpdate } from './telegram.ts';

const nowMs = sentAtSeconds * 1000;
const context = { nowMs, project: { kind: 'bot', chatId: null } } as const;
const code = 'PJ0198f1c27a3b7c4d8e5f6a7b8c9d0e1f';
const ownId = '606f1c2a5b8d7e0012345678';

/** Field names of public receivers, values invented. Source: reference/payloads.md §7. */
const bot = { id: '5fa1c3d2e4b0a1b2c3d4e5f6', name: 'My Bot', channel: 'TELEGRAM', external_id: '110201543' };
const contact = {
  ...{ id: ownId, name: 'John Doe', username: 'johnDoe5672', email: null, phone: null, photo: null },
  ...{ tags: [], variables: {}, last_message: `/start ${code}` },
};
const subscriber = { service: 'telegram', title: 'new_subscriber', bot, contact, date: nowMs - 5 };
const message = {
  ...{ ...subscriber, title: 'incoming_message' },
  info: { message: { id: '1', channel_data: { message_id: 412, message: { text: `/start ${code}` } } } },
};
const withText = (text: string) => ({
  ...message,
  info: { message: { channel_data: { message: { text, from: { id: 987654321 } } } } },
});

it('a new subscriber is a start at its date', () => {
  expect(sendPulse([subscriber], context)).toStrictEqual({
    kind: 'signals',
    signals: [
      {
        kind: 'started',
        userId: `sp:${ownId}`,
        atMs: nowMs - 5,
        profile: { firstName: 'John Doe', username: 'johnDoe5672' },
        startValue: code,
        folds: true,
      },
    ],
    dedupe: { key: expect.stringMatching(/^sendpulse:[\w-]{43}$/), hours: 48, repeat: 'ok' },
  });
});

it.each([
  ['one event alone', subscriber, 'started'],
  ['a message /start', [message], 'started'],
  ['a block', [{ ...subscriber, title: 'bot_block' }], 'stopped'],
  ['a block by its other name', { ...subscriber, title: 'bot_blocked' }, 'stopped'],
  ['an unsubscription', { ...subscriber, title: 'unsubscribe' }, 'stopped'],
  ['an unsubscription by its other name', { ...subscriber, title: 'BOT_UNSUBSCRIBE' }, 'stopped'],
])('%s is read', (_, payload, kind) => {
  expect(sendPulse(payload, context)).toMatchObject({ signals: [{ kind, userId: `sp:${ownId}` }] });
});

it('several events of one body are as many signals, in their order', () => {
  const stop = { ...subscriber, title: 'bot_block', date: nowMs };
  const other = { ...subscriber, title: 'outgoing_message' };
  const reading = sendPulse([subscriber, other, stop, null, { title: 'bot_block' }], context);
  expect(reading).toMatchObject({ signals: [{ kind: 'started' }, { kind: 'stopped', atMs: nowMs }] });
});

const from = { from: { id: 9 }, chat: { id: 10 } };
it.each([
  [{ contact: { ...contact, telegram_id: '5', external_id: 6 } }, '5'],
  [{ contact: { ...contact, channel_data: { id: 7 } } }, '7'],
  [{ contact: { ...contact, external_id: 6 } }, '6'],
  [{ info: { message: { channel_data: { message: from } } } }, '9'],
  [{ info: { message: { channel_data: { message: { chat: { id: 10 } } } } } }, '10'],
  [{ info: { message: { channel_data: { from: { id: 11 } } } } }, '11'],
  [{ contact: { ...contact, variables: { tg_id: '12', chat_id: 13 } } }, '12'],
  [{ contact: { ...contact, telegram_id: '', variables: 'x' }, info: 'text' }, `sp:${ownId}`],
])('the user of %j', (part, userId) => {
  expect(sendPulse([{ ...subscriber, ...part }], context)).toMatchObject({ signals: [{ userId }] });
});

it.each([
  [{ ...subscriber, contact: { ...contact, last_message: null } }, ''],
  [{ ...subscriber, contact: { ...contact, last_message: 'hello' } }, ''],
  [{ ...subscriber, contact: { id: 1, last_message_data: { message: { text: '/start abc' } } } }, 'abc'],
  [withText('/start@my_bot abc'), 'abc'],
  [withText('/start'), ''],
])('the start value of %j is %s', (event, startValue) => {
  expect(sendPulse([event], context)).toMatchObject({ signals: [{ startValue }] });
});

it.each([
  [nowMs + 600_000, nowMs],
  [1_617_401_679_000, nowMs],
  ['yesterday', nowMs],
  [undefined, nowMs],
  [String(nowMs - 7), nowMs - 7],
])('the date %j is read as %d', (date, atMs) => {
  expect(sendPulse([{ ...subscriber, date }], context)).toMatchObject({ signals: [{ atMs }] });
});

describe('a repeat', () => {
  const keyOf = (payload: unknown) => {
    const reading = sendPulse(payload, context);
    return reading.kind === 'signals' ? reading.dedupe?.key : 'no signal';
  };
  it('is known by person, title and date', () => {
    expect(keyOf([{ ...subscriber, bot: null }])).toBe(keyOf(subscriber));
    const others = [message, { ...subscriber, date: nowMs }, { ...subscriber, contact: { ...contact, id: 'x' } }];
    expect(new Set([keyOf(subscriber), ...others.map(keyOf)]).size).toBe(4);
  });
  it('of an event without a date is not known', () => {
    expect(keyOf({ ...subscriber, date: null })).toBeUndefined();
  });
});

it.each([
  [[], 'other_event', null],
  [{ title: 'open_chat' }, 'other_event', null],
  [{ ...subscriber, title: 'outgoing_message' }, 'other_event', `sp:${ownId}`],
  [{ ...subscriber, title: 'My flow' }, 'other_event', `sp:${ownId}`],
  [withText('hello'), 'not_a_start', '987654321'],
  [{ ...subscriber, service: 'whatsapp' }, 'other_service', `sp:${ownId}`],
])('ignored is %j', (payload, reason, userId) => {
  expect(sendPulse(payload, context)).toEqual({ kind: 'ignored', reason, userId });
});

it.each([
  [{ title: 'new_subscriber' }],
  [[{ ...subscriber, contact: { id: '' } }]],
  [{ title: 'bot_block', contact: 5 }],
])('without any id %j is refused, naming the places', (payload) => {
  const reading = sendPulse(payload, context);
  expect(reading).toMatchObject({ kind: 'refused', error: 'unprocessable' });
  expect(reading).toHaveProperty('details', expect.stringMatching(/contact\.telegram_id.*contact\.id/));
});

it.each([undefined, null, 5, 'x', [5]])('%j is a bad request', (payload) => {
  expect(sendPulse(payload, context)).toMatchObject({ kind: 'refused', error: 'badRequest' });
});

it('a raw update is recognised', () => {
  const update = startUpdate('/start');
  expect(sendPulse(update, context)).toStrictEqual(telegramUpdate(update, context));
});
