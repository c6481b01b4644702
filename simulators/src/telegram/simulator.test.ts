import { Api, GrammyError, HttpError } from 'grammy';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startTelegram, type TelegramSimulator } from './simulator.ts';
import type { TelegramOptions } from './world.ts';

const token = '110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw';
const chatId = -1_001_234_567_890;

async function world(options: TelegramOptions = {}): Promise<{ telegram: TelegramSimulator; api: Api }> {
  const telegram = await startTelegram(options);
  onTestFinished(() => telegram.close());
  telegram.addBot(token, 'my_bot');
  telegram.addChat({ id: chatId, title: 'My channel' });
  telegram.administer(chatId, 'my_bot');
  const api = new Api(token, { apiRoot: telegram.url });
  await api.getUpdates({ allowed_updates: ['message', 'my_chat_member', 'chat_member', 'chat_join_request'] });
  return { telegram, api };
}

async function refusal(call: Promise<unknown>): Promise<[number, string]> {
  const error: unknown = await call.catch((reason: unknown) => reason);
  if (!(error instanceof GrammyError)) throw new Error('a refusal was expected');
  return [error.error_code, error.description];
}

describe('invite links', () => {
  it('let as many in as they say, and one more when one of them has left', async () => {
    const { telegram, api } = await world();
    const { invite_link: url } = await api.createChatInviteLink(chatId, { member_limit: 1, name: 'one' });
    const room = telegram.chat(chatId);
    expect([room.joinBy(1, url), room.joinBy(2, url)]).toEqual(['joined', 'expired']);
    room.leave(1);
    expect(room.joinBy(2, url)).toBe('joined');
    expect(await api.revokeChatInviteLink(chatId, url)).toMatchObject({ is_revoked: true });
    room.leave(2);
    expect(room.joinBy(1, url)).toBe('expired');
    expect(await refusal(api.revokeChatInviteLink(chatId, url))).toEqual([400, 'Bad Request: INVITE_HASH_EXPIRED']);
  });

  it.each([
    [{ member_limit: 1, creates_join_request: true }, /member limit can't be specified/],
    [{ name: 'x'.repeat(33) }, /name is too long/],
    [{ member_limit: 100_000 }, /USAGE_LIMIT_INVALID/],
  ])('are not made of %j', async (settings, text) => {
    const { api } = await world();
    expect((await refusal(api.createChatInviteLink(chatId, settings)))[1]).toMatch(text);
  });

  it('need a bot that is there and has the right', async () => {
    const { telegram, api } = await world();
    telegram.administer(chatId, 'my_bot', { canInvite: false });
    expect(await refusal(api.createChatInviteLink(chatId))).toEqual([
      400,
      'Bad Request: not enough rights to manage chat invite link',
    ]);
    telegram.demote(chatId, 'my_bot', 'kicked');
    expect(await refusal(api.createChatInviteLink(chatId))).toEqual([
      403,
      'Forbidden: bot was kicked from the channel chat',
    ]);
    expect(await refusal(api.createChatInviteLink(-1))).toEqual([400, 'Bad Request: chat not found']);
    telegram.replaceToken('my_bot', null);
    expect(await refusal(api.getMe())).toEqual([401, 'Unauthorized']);
  });

  it('are limited by the minute', async () => {
    let nowMs = 1_800_000_000_000;
    const { api } = await world({ inviteLinksPerMinuteMax: 2, now: () => nowMs });
    await api.createChatInviteLink(chatId);
    await api.createChatInviteLink(chatId);
    await expect(api.createChatInviteLink(chatId)).rejects.toMatchObject({
      error_code: 429,
      parameters: { retry_after: 60 },
    });
    nowMs += 60_000;
    await api.createChatInviteLink(chatId);
  });
});

describe('updates', () => {
  it('say by which link somebody came, but not in a public chat', async () => {
    const { telegram, api } = await world();
    const { invite_link: url } = await api.createChatInviteLink(chatId, { name: 'n' });
    const room = telegram.chat(chatId);
    room.joinBy(1, url);
    const other = room.addLink({ creatorId: 5, name: 'by hand' });
    room.joinBy(2, other.url);
    room.rename('my_channel');
    room.joinBy(3, url);
    const updates = await api.getUpdates();
    const told = updates.flatMap(({ chat_member: change }) => (change === undefined ? [] : [change.invite_link]));
    expect(told).toEqual([
      expect.objectContaining({ invite_link: url, name: 'n' }),
      expect.objectContaining({ invite_link: expect.stringMatching(/\.\.\.$/), name: 'by hand' }),
      undefined,
    ]);
  });

  it('of members come only to a bot that asks for them', async () => {
    const { telegram, api } = await world();
    await api.getUpdates({ allowed_updates: [] });
    telegram.chat(chatId).join(1);
    telegram.start(1, 'my_bot', 'PJ1');
    const updates = await api.getUpdates();
    expect(updates.map((update) => Object.keys(update)[1])).toEqual(['my_chat_member', 'message']);
  });

  it('are there again until an offset confirms them', async () => {
    const { telegram, api } = await world();
    telegram.start(1, 'my_bot', 'a');
    telegram.start(1, 'my_bot', 'b');
    const first = await api.getUpdates();
    expect(await api.getUpdates()).toEqual(first);
    const offset = (first.at(-2)?.update_id ?? 0) + 1;
    expect(await api.getUpdates({ offset })).toEqual(first.slice(-1));
    expect(await api.getUpdates()).toEqual(first.slice(-1));
  });

  it('end the older of two polls, and any poll where there is a webhook', async () => {
    const { api } = await world();
    await api.getUpdates({ offset: 1_000_000 });
    const older = refusal(api.getUpdates({ timeout: 30 }));
    const newer = refusal(api.getUpdates({ timeout: 30 }));
    expect((await older)[1]).toMatch(/terminated by other getUpdates/);
    await api.setWebhook('https://owner.example/hook');
    expect((await newer)[1]).toMatch(/terminated by setWebhook/);
    expect(await refusal(api.getUpdates())).toEqual([409, expect.stringMatching(/can't use getUpdates/)]);
    expect((await refusal(api.setWebhook('http://owner.example/hook')))[1]).toMatch(/HTTPS/);
  });
});

describe('requests to join', () => {
  it('are approved once', async () => {
    const { telegram, api } = await world();
    const { invite_link: url } = await api.createChatInviteLink(chatId, { creates_join_request: true });
    const room = telegram.chat(chatId);
    expect(room.joinBy(1, url)).toBe('requested');
    await api.approveChatJoinRequest(chatId, 1);
    expect(room.isMember(1)).toBe(true);
    expect(await refusal(api.approveChatJoinRequest(chatId, 1))).toEqual([
      400,
      'Bad Request: USER_ALREADY_PARTICIPANT',
    ]);
    expect(await refusal(api.approveChatJoinRequest(chatId, 2))).toEqual([400, 'Bad Request: HIDE_REQUESTER_MISSING']);
  });
});

describe('messages', () => {
  it('reach only who has started the bot and not blocked it', async () => {
    const { telegram, api } = await world();
    expect(await refusal(api.sendMessage(1, 'hello'))).toEqual([400, 'Bad Request: chat not found']);
    telegram.start(1, 'my_bot');
    await api.sendMessage(1, 'hello', { reply_markup: { inline_keyboard: [[{ text: 'Go', url: 'https://t.me/x' }]] } });
    expect(telegram.sent('my_bot')).toMatchObject([{ chatId: 1, buttons: [{ url: 'https://t.me/x' }] }]);
    telegram.block(1, 'my_bot');
    expect(await refusal(api.sendMessage(1, 'hello'))).toEqual([403, 'Forbidden: bot was blocked by the user']);
  });
});

describe('faults', () => {
  it('strike the calls that they are meant for', async () => {
    const { telegram, api } = await world();
    telegram.inject({ kind: 'status', status: 429, retryAfterSeconds: 7, method: 'createChatInviteLink' });
    await api.getMe();
    await expect(api.createChatInviteLink(chatId)).rejects.toMatchObject({ parameters: { retry_after: 7 } });
    telegram.inject({ kind: 'reset_after_accept', method: 'createChatInviteLink' });
    await expect(api.createChatInviteLink(chatId)).rejects.toBeInstanceOf(HttpError);
    expect(telegram.chat(chatId).chat.links.size).toBe(1);
  });
});
