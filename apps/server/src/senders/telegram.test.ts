import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  blockUpdate,
  channelId,
  groupStart,
  inviteLink,
  john,
  johnAsRead,
  joinRequest,
  messageUpdate,
  myBot,
  sentAtSeconds,
  startUpdate,
} from './telegram.samples.ts';
import { telegramUpdate } from './telegram.ts';

const atMs = sentAtSeconds * 1000;
const userId = '987654321';
const bot = { nowMs: atMs, project: { kind: 'bot', chatId: null } } as const;
const ofChannel = { nowMs: atMs, project: { kind: 'channel', chatId: channelId } } as const;

describe('a start', () => {
  it('is the /start of a person, with all that the update says', () => {
    expect(telegramUpdate(startUpdate('/start TGTrack-PJ123456'), bot)).toStrictEqual({
      kind: 'signals',
      signals: [{ kind: 'started', userId, atMs, profile: johnAsRead, startValue: 'TGTrack-PJ123456' }],
      dedupe: { key: 'tg:873215001', hours: 48, repeat: 'ok' },
    });
  });

  it.each([
    ['/start', ''],
    ['/start ', ''],
    ['/start   \n ', ''],
    ['/start@my_bot', ''],
    ['/start@my_bot PJ1', 'PJ1'],
    ['/start\nPJ1', 'PJ1'],
    ['/start  PJ1  ', 'PJ1'],
    ['/start привет, это я 👋', 'привет, это я 👋'],
    ['/start a\u0000b', 'a\ufffdb'],
    ['/start \ud83d', '\ufffd'],
    [`/start ${'x'.repeat(600)}`, 'x'.repeat(512)],
  ])('takes the value of %j', (text, startValue) => {
    expect(telegramUpdate(startUpdate(text), bot)).toMatchObject({ signals: [{ kind: 'started', startValue }] });
  });

  it.each(['start', '/starting', ' /start', '/START', '/start@x', '/help', 'я: /start', ''])('is not %j', (text) => {
    expect(telegramUpdate(startUpdate(text), bot)).toEqual({ kind: 'ignored', reason: 'not_a_start', userId });
  });

  it('is not a message without text', () => {
    expect(telegramUpdate(messageUpdate({ caption: '/start' }), bot)).toMatchObject({ reason: 'not_a_start' });
    expect(telegramUpdate({ update_id: 1, message: 'hello' }, bot)).toMatchObject({ reason: 'not_a_start' });
  });

  it('is never refused for what stands behind it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (value) => {
        expect(telegramUpdate(startUpdate(`/start ${value}`), bot).kind).toBe('signals');
      }),
    );
  });
});

describe('a profile', () => {
  it.each([
    ['nothing but the name', { first_name: 'J' }, { firstName: 'J', lastName: null, username: null, isPremium: false }],
    ['an empty name', { first_name: '' }, { firstName: null, lastName: null, username: null, isPremium: false }],
    [
      'the nulls of a dumped model',
      { first_name: 'J', last_name: null, username: null, language_code: null, is_premium: null },
      { firstName: 'J', lastName: null, username: null, isPremium: false },
    ],
    [
      'a text PostgreSQL cannot hold',
      { first_name: '\u0000' },
      { firstName: '\ufffd', lastName: null, username: null, isPremium: false },
    ],
  ])('of a user with %s', (_, names, profile) => {
    const from = { id: john.id, is_bot: false, ...names };
    const update = { update_id: 1, message: { ...startUpdate('/start').message, from } };
    const reading = telegramUpdate(update, bot);
    expect(reading).toMatchObject({ kind: 'signals' });
    if (reading.kind !== 'signals') return;
    expect(reading.signals[0]).toHaveProperty('profile', profile);
  });
});

describe('a message that is ignored', () => {
  const origin = { type: 'hidden_user', sender_user_name: 'J', date: sentAtSeconds } as const;
  const { from: _, ...noUser } = groupStart.message;
  it.each([
    ['a /start in a group', groupStart, 'not_private', userId],
    ['a group start without a user', { update_id: 1, message: noUser }, 'not_private', null],
    ['a forwarded start', messageUpdate({ text: '/start x', forward_origin: origin }), 'forwarded', userId],
    ['a start through an inline bot', messageUpdate({ text: '/start x', via_bot: myBot }), 'forwarded', userId],
    ['a start of a bot', messageUpdate({ text: '/start', from: myBot }), 'a_bot', '110201543'],
    ['what an old server writes of a forwarded start', oldForward({ forward_date: 1 }), 'forwarded', userId],
    ['what an old server writes of its author', oldForward({ forward_from: john }), 'forwarded', userId],
  ])('is %s', (_name, update, reason, ignoredUserId) => {
    expect(telegramUpdate(update, bot)).toEqual({ kind: 'ignored', reason, userId: ignoredUserId });
  });

  it('is not one whose model was dumped with nulls', () => {
    const nulls = { forward_origin: null, forward_date: null, forward_from: null, via_bot: null };
    const start = { update_id: 1, my_chat_member: null, message: { ...startUpdate('/start').message, ...nulls } };
    expect(telegramUpdate(start, bot)).toMatchObject({ signals: [{ kind: 'started' }] });
    const block = { message: null, edited_message: null, ...blockUpdate('member', 'kicked') };
    expect(telegramUpdate(block, bot)).toMatchObject({ signals: [{ kind: 'stopped' }] });
  });
});

/** Bot API before 7.0, which the types no longer hold. */
function oldForward(mark: object) {
  return { update_id: 1, message: { ...startUpdate('/start').message, ...mark } };
}

describe('an update of another kind', () => {
  const message = startUpdate('/start abc').message;
  it.each([
    ['edited_message', message, userId],
    ['business_message', { ...message, business_connection_id: 'Zx1' }, userId],
    ['guest_message', message, userId],
    ['channel_post', { ...message, from: undefined }, null],
    ['callback_query', { id: '1', from: john, chat_instance: '1', data: 'lesson_2' }, userId],
    ['business_connection', { id: 'Zx1', user: john, is_enabled: true }, userId],
    ['subscription', { user: john, invoice_payload: 'club', state: 'canceled' }, userId],
    ['a_kind_of_tomorrow', { from: { id: 'not a number' } }, null],
    ['another_kind_of_tomorrow', 5, null],
  ])('is ignored: %s', (kind, content, ignoredUserId) => {
    const update = { update_id: 1, [kind]: content };
    expect(telegramUpdate(update, bot)).toEqual({ kind: 'ignored', reason: 'other_update', userId: ignoredUserId });
  });

  it('is a request to join another chat, or that somebody sent to a bot', () => {
    const elsewhere = { ...ofChannel, project: { ...ofChannel.project, chatId: '-1009999999999' } };
    for (const context of [elsewhere, bot]) {
      expect(telegramUpdate(joinRequest, context)).toEqual({ kind: 'ignored', reason: 'other_chat', userId });
    }
  });
});

it('a request to join is no subscription yet, but says who asks and by which link', () => {
  expect(telegramUpdate(joinRequest, ofChannel)).toEqual({
    kind: 'join_requested',
    userId,
    atMs: sentAtSeconds * 1000,
    inviteLink: { url: inviteLink.invite_link, name: inviteLink.name ?? null },
  });
});

describe('a repeated delivery', () => {
  it.each([
    [7, 'tg:7'],
    ['7', 'tg:7'],
    [0, 'tg:0'],
    [1.5, null],
    ['seven', null],
    [null, null],
    [undefined, null],
  ])('is known by update_id %j as %s', (updateId, key) => {
    const dedupe = key === null ? null : { key, hours: 48, repeat: 'ok' };
    expect(telegramUpdate({ ...startUpdate('/start'), update_id: updateId }, bot)).toMatchObject({ dedupe });
  });
});
