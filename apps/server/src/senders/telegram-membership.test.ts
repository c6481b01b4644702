import { describe, expect, it } from 'vitest';
import {
  blockUpdate,
  botAddedToChannel,
  channelId,
  inviteLink,
  john,
  johnAsRead,
  memberUpdate,
  myBot,
  sentAtSeconds,
  standingNames,
} from './telegram.samples.ts';
import { telegramUpdate } from './telegram.ts';

const atMs = sentAtSeconds * 1000;
const userId = '987654321';
const bot = { nowMs: atMs, project: { kind: 'bot', chatId: null } } as const;
const ofChannel = { nowMs: atMs, project: { kind: 'channel', chatId: channelId } } as const;

describe('a block of the bot', () => {
  it('is told of the person, never of the bot that stands as the member', () => {
    expect(telegramUpdate(blockUpdate('member', 'kicked'), bot)).toStrictEqual({
      kind: 'signals',
      signals: [{ kind: 'stopped', userId, atMs, profile: johnAsRead }],
      dedupe: { key: 'tg:873215077', hours: 48, repeat: 'ok' },
    });
  });

  const pairs = standingNames.flatMap((before) => standingNames.map((after) => [before, after] as const));
  it.each(pairs)('%s → %s', (before, after) => {
    const kind =
      before !== 'kicked' && after === 'kicked'
        ? 'stopped'
        : before === 'kicked' && after === 'member'
          ? 'resumed'
          : null;
    const expected = kind === null ? { kind: 'ignored', reason: 'no_change', userId } : { signals: [{ kind, userId }] };
    expect(telegramUpdate(blockUpdate(before, after), bot)).toMatchObject(expected);
  });
});

describe('the bot itself', () => {
  it('added to a channel is ignored, whatever else is wrong with the update', () => {
    expect(telegramUpdate(botAddedToChannel, ofChannel)).toEqual({ kind: 'ignored', reason: 'bot_in_chat', userId });
    const bare = { update_id: 1, my_chat_member: { chat: { type: 'supergroup' } } };
    expect(telegramUpdate(bare, ofChannel)).toEqual({ kind: 'ignored', reason: 'bot_in_chat', userId: null });
  });
});

describe('a membership', () => {
  it('is of the member, with the invite link', () => {
    const { chat_member } = memberUpdate('left', 'member');
    const update = { update_id: '873215201', chat_member: { ...chat_member, invite_link: inviteLink } };
    expect(telegramUpdate(update, ofChannel)).toStrictEqual({
      kind: 'signals',
      signals: [
        {
          kind: 'joined',
          userId,
          atMs,
          profile: johnAsRead,
          chatId: channelId,
          inviteLink: { url: 'https://t.me/+AbCdEfGhIjKlMnOp', name: 'Яндекс.Директ PJaf5568712cd' },
        },
      ],
      dedupe: { key: 'tg:873215201', hours: 48, repeat: 'ok' },
    });
  });

  it.each([
    [
      { ...inviteLink, name: undefined },
      { url: inviteLink.invite_link, name: null },
    ],
    [{ name: 'no address' }, null],
    ['https://t.me/+A', null],
    [null, null],
  ])('with the link %j', (link, expected) => {
    const { chat_member } = memberUpdate('left', 'member');
    const update = { chat_member: { ...chat_member, invite_link: link } };
    expect(telegramUpdate(update, ofChannel)).toMatchObject({ signals: [{ inviteLink: expected }], dedupe: null });
  });

  it('removed by an administrator is a leave of the member', () => {
    const admin = { id: 5, is_bot: false, first_name: 'Admin' };
    const reading = telegramUpdate(memberUpdate('member', 'kicked', john, admin), ofChannel);
    expect(reading).toMatchObject({ signals: [{ kind: 'left', userId, inviteLink: null }] });
  });

  // Rows: the status before; columns: the status after. + joined, - left, . nothing.
  const table = [
    //  creator, administrator, member, restricted in, restricted out, left, kicked
    ['creator', '....---'],
    ['administrator', '....---'],
    ['member', '....---'],
    ['restricted_in', '....---'],
    ['restricted_out', '++++...'],
    ['left', '++++...'],
    ['kicked', '++++...'],
  ] as const;
  const transitions = table.flatMap(([before, row]) =>
    standingNames.map((after, column) => [before, after, row[column]] as const),
  );
  it.each(transitions)('%s → %s is %s', (before, after, sign) => {
    const reading = telegramUpdate(memberUpdate(before, after), ofChannel);
    if (sign === '.') expect(reading).toEqual({ kind: 'ignored', reason: 'no_change', userId });
    else expect(reading).toMatchObject({ signals: [{ kind: sign === '+' ? 'joined' : 'left', userId }] });
  });

  it('counts in the chat of the project only', () => {
    const update = memberUpdate('left', 'member');
    const inChat = (chatId: string | null) =>
      telegramUpdate(update, { nowMs: atMs, project: { kind: 'channel', chatId } });
    expect(inChat(channelId).kind).toBe('signals');
    expect(inChat(null).kind).toBe('signals');
    expect(inChat('-1001')).toEqual({ kind: 'ignored', reason: 'other_chat', userId });
    expect(inChat('1234567890')).toMatchObject({ reason: 'other_chat' });
  });

  it('of a bot is ignored', () => {
    const reading = telegramUpdate(memberUpdate('left', 'member', myBot, john), ofChannel);
    expect(reading).toEqual({ kind: 'ignored', reason: 'a_bot', userId: '110201543' });
  });
});
