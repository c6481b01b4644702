import { dateAgeDaysMax, dateAheadSecondsMax } from '@otkuda/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  blockUpdate,
  channelId,
  inviteLink,
  john,
  joinRequest,
  memberUpdate,
  sentAtSeconds,
  startUpdate,
} from './telegram.samples.ts';
import { telegramUpdate } from './telegram.ts';

const atMs = sentAtSeconds * 1000;
const bot = { nowMs: atMs, project: { kind: 'bot', chatId: null } } as const;
const ofChannel = { nowMs: atMs, project: { kind: 'channel', chatId: channelId } } as const;

describe('what is refused', () => {
  const start = startUpdate('/start').message;
  const block = blockUpdate('member', 'kicked').my_chat_member;
  const join = memberUpdate('left', 'member').chat_member;
  const nameless = <T extends object>(content: T) => ({ ...content, from: undefined, from_user: john });

  it.each([
    ['message.from is required (found from_user)', { message: nameless(start) }],
    ['message.from is required', { message: { ...start, from: null } }],
    ['message.from: a user of Telegram was expected, got "john"', { message: { ...start, from: 'john' } }],
    ['message.from.id: a positive integer was expected, got 0', { message: { ...start, from: { ...john, id: 0 } } }],
    [
      'message.from.id: a positive integer was expected, got 1.5',
      { message: { ...start, from: { ...john, id: 1.5 } } },
    ],
    [
      'message.from.id: a positive integer was expected, got "me"',
      { message: { ...start, from: { ...john, id: 'me' } } },
    ],
    ['message.from.id is required', { message: { ...start, from: { is_bot: false } } }],
    ['message.chat.type is required', { message: { ...start, chat: {} } }],
    ['message.date is required', { message: { ...start, date: undefined } }],
    ['message.date: a Unix time in seconds', { message: { ...start, date: '2026-06-02T10:00:00Z' } }],
    ['message.date: a Unix time in seconds', { message: { ...start, date: sentAtSeconds * 1000 } }],
    ['message.date: a Unix time in seconds', { message: { ...start, date: sentAtSeconds + dateAheadSecondsMax + 1 } }],
    [
      'message.date: a Unix time in seconds',
      { message: { ...start, date: sentAtSeconds - dateAgeDaysMax * 86_400 - 1 } },
    ],
    ['my_chat_member.from is required (found from_user)', { my_chat_member: nameless(block) }],
    ['my_chat_member.date is required', { my_chat_member: { ...block, date: null } }],
    ['my_chat_member.chat.type is required', { my_chat_member: {} }],
    ['my_chat_member.old_chat_member.status is required', { my_chat_member: { ...block, old_chat_member: null } }],
    ['my_chat_member.new_chat_member.status: the', { my_chat_member: { ...block, new_chat_member: { status: 5 } } }],
    ['chat_member.from is required (found from_user)', { chat_member: nameless(join) }],
    ['chat_member.chat.id is required', { chat_member: { ...join, chat: null } }],
    [
      'chat_member.new_chat_member.user is required',
      { chat_member: { ...join, new_chat_member: { status: 'member' } } },
    ],
    ['chat_member.date: ', { chat_member: { ...join, date: 'today' } }],
  ])('%s', (details, content) => {
    const reading = telegramUpdate({ update_id: 1, ...content }, ofChannel);
    expect(reading).toMatchObject({ kind: 'refused', error: 'unprocessable' });
    expect(reading).toHaveProperty('details', expect.stringContaining(details));
  });

  it('tells an author who uses aiogram what to send', () => {
    const reading = telegramUpdate({ update_id: 1, message: nameless(start) }, bot);
    expect(reading).toHaveProperty(
      'details',
      expect.stringContaining('model_dump_json(exclude_none=True, by_alias=True)'),
    );
  });

  it.each([
    ['at the edges of what is accepted', sentAtSeconds + dateAheadSecondsMax],
    ['at the edges of what is accepted', sentAtSeconds - dateAgeDaysMax * 86_400],
    ['written as text', String(sentAtSeconds)],
  ])('is no date %s', (_, date) => {
    expect(telegramUpdate({ message: { ...start, date } }, bot)).toMatchObject({
      signals: [{ atMs: Number(date) * 1000 }],
    });
  });

  it.each([
    ['message', { text: 'hello', from: { id: 0 }, date: 'x' }],
    ['edited_message', { text: '/start', from: 'x' }],
    ['chat_member', { ...join, chat: { id: 1 }, new_chat_member: {}, from: undefined }],
    ['chat_member', { ...join, old_chat_member: { status: 'member' }, new_chat_member: { status: 'creator' } }],
    ['chat_join_request', { from: { id: -1 } }],
  ])('is never an irrelevant update: %s', (kind, content) => {
    expect(telegramUpdate({ update_id: 1, [kind]: content }, ofChannel)).toMatchObject({
      kind: 'ignored',
      userId: null,
    });
  });

  const saleBotProjectWebhook = {
    id: 1,
    client: { recepient: '987654321' },
    message: '/start',
    project_id: 2,
    is_input: 1,
  };
  it.each([
    [{}],
    [[]],
    [null],
    [undefined],
    ['/start'],
    [5],
    [[startUpdate('/start')]],
    [{ foo: 1 }],
    [saleBotProjectWebhook],
  ])('as a bad request is what is no update: %j', (value) => {
    const reading = telegramUpdate(value, bot);
    expect(reading).toMatchObject({ kind: 'refused', error: 'badRequest' });
    expect(reading).toHaveProperty('details', expect.stringContaining('update_id'));
  });

  it('as a bad request is a message alone, with a hint', () => {
    const reading = telegramUpdate(start, bot);
    expect(reading).toMatchObject({ error: 'badRequest' });
    expect(reading).toHaveProperty('details', expect.stringContaining('the message alone'));
  });
});

describe('any value', () => {
  it('is read without an exception', () => {
    fc.assert(fc.property(fc.anything(), (value) => isReading(telegramUpdate(value, ofChannel))));
    fc.assert(fc.property(fc.jsonValue(), (value) => isReading(telegramUpdate({ update_id: 1, message: value }, bot))));
  });

  const valid = [
    startUpdate('/start PJ1'),
    blockUpdate('member', 'kicked'),
    { chat_member: { ...memberUpdate('left', 'member').chat_member, invite_link: inviteLink } },
    joinRequest,
  ].map((update): unknown => JSON.parse(JSON.stringify(update)));
  const mutated = fc
    .constantFrom(...valid)
    .chain((update) =>
      fc
        .constantFrom(...pathsIn(update))
        .chain((path) => fc.jsonValue().map((value) => replacedAt(update, path, value))),
    );

  it('and any update with one part replaced is read without an exception, and names a person in each signal', () => {
    fc.assert(
      fc.property(mutated, (update) => {
        const reading = telegramUpdate(update, ofChannel);
        isReading(reading);
        if (reading.kind === 'signals')
          for (const signal of reading.signals) expect(signal.userId).toMatch(/^[1-9]\d*$/);
      }),
      { numRuns: 2000 },
    );
  });
});

function isReading(reading: ReturnType<typeof telegramUpdate>): void {
  expect(['signals', 'ignored', 'refused', 'join_requested']).toContain(reading.kind);
}

function pathsIn(value: unknown): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [[]];
  return [[], ...Object.entries(value).flatMap(([key, inner]) => pathsIn(inner).map((path) => [key, ...path]))];
}

function replacedAt(value: unknown, path: readonly string[], replacement: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined || typeof value !== 'object' || value === null) return replacement;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, name === key ? replacedAt(inner, rest, replacement) : inner]),
  );
}
