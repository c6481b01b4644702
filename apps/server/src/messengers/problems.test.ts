import { describe, expect, it } from 'vitest';
import { useDatabase } from '../testing/test-database.ts';
import { messengerProblems } from './problems.ts';
import { channelId, maxToken, publicUrl, type TestProcess, useMessengers } from './testing/use-messengers.ts';

const database = useDatabase();
const world = useMessengers(database);

const codes = async (server: TestProcess, projectId: string) =>
  (await server.messengers.overview(projectId)).problems.map(({ code }) => code);

async function working(): Promise<{ projectId: string; server: TestProcess }> {
  world.telegram.administer(channelId, 'my_bot');
  const projectId = await world.project({});
  const server = await world.start();
  await expect.poll(async () => (await server.messengers.overview(projectId)).state).toBe('working');
  return { projectId, server };
}

describe('the owner is told in words', () => {
  it('that the token was revoked', async () => {
    const { projectId, server } = await working();
    world.telegram.replaceToken('my_bot', null);
    await expect.poll(() => codes(server, projectId)).toEqual(['token_invalid']);
    expect(messengerProblems.token_invalid.en).toMatch(/revoked/);
    expect(messengerProblems.token_invalid.ru).toMatch(/отозван/);
  });

  it('that the bot lost its place or its rights, and that all is well when it has them again', async () => {
    const { projectId, server } = await working();
    world.telegram.administer(channelId, 'my_bot', { canInvite: false });
    await expect.poll(() => codes(server, projectId)).toEqual(['cannot_invite']);
    world.telegram.demote(channelId, 'my_bot', 'kicked');
    await expect.poll(() => codes(server, projectId)).toEqual(['not_administrator']);
    world.telegram.administer(channelId, 'my_bot');
    await expect.poll(() => codes(server, projectId)).toEqual([]);
  });

  it('that the channel became public, where joins have no source any more', async () => {
    const { projectId, server } = await working();
    const linkId = await world.link(projectId);
    const room = world.telegram.chat(channelId);
    room.rename('my_channel');
    // A check that had begun before may answer first.
    await expect
      .poll(() => server.messengers.check(projectId, false))
      .toMatchObject({
        state: 'trouble',
        problems: [{ code: 'channel_public' }],
        chat: { username: 'my_channel' },
      });
    await expect.poll(async () => (await server.visit(projectId, linkId)).way).toBeNull();
    room.join(1);
    await expect.poll(() => world.lastTouch(projectId, 1)).toMatchObject({ source_type: 'organic' });
  });

  it('that no channel is known, or that the bot cannot see it', async () => {
    const projectId = await world.project({ chatId: '-1009999999999' });
    const server = await world.start();
    await expect.poll(() => codes(server, projectId)).toEqual(['chat_not_found']);
    await world.rows('update projects set chat_id = null where project_id = $1', projectId);
    world.pass(400_000);
    await expect
      .poll(async () => {
        await server.messengers.change(projectId, {});
        return codes(server, projectId);
      })
      .toEqual(['chat_unknown']);
    // Made an administrator somewhere, the bot learns where.
    world.telegram.administer(channelId, 'my_bot');
    await expect.poll(() => codes(server, projectId)).toEqual([]);
    expect(await world.rows('select chat_id from projects where project_id = $1', projectId)).toEqual([
      { chat_id: String(channelId) },
    ]);
  });

  it('that the webhook does not get through', async () => {
    world.telegram.administer(channelId, 'my_bot');
    const projectId = await world.project({});
    const server = await world.start({ publicUrl: 'https://nobody-is-there.invalid' });
    await expect.poll(async () => (await server.messengers.overview(projectId)).mode).toBe('webhook');
    world.telegram.start(1, 'my_bot');
    await expect
      .poll(async () => {
        await server.messengers.check(projectId, false);
        return codes(server, projectId);
      })
      .toContain('webhook_failing');
  });

  it('that the messenger is out of reach, and nothing else changes by it', async () => {
    const { projectId, server } = await working();
    world.telegram.inject({ kind: 'status', status: 502, method: 'getMe', times: 99 });
    await expect
      .poll(() => server.messengers.check(projectId, false))
      .toMatchObject({ state: 'trouble', mode: 'polling', problems: [{ code: 'unreachable' }] });
    world.telegram.clearFaults();
    world.pass(60_000);
    await expect.poll(() => codes(server, projectId)).toEqual([]);
  });

  it('that the token cannot be read with this secret key', async () => {
    const projectId = await world.project({});
    await world.rows(`update projects set messenger_token_sealed = '\\x0102' where project_id = $1`, projectId);
    const server = await world.start();
    await expect.poll(() => codes(server, projectId)).toEqual(['token_unreadable']);
  });
});

describe('an address that a messenger posts to', () => {
  it('takes nothing without its secret, and is not there without its end', async () => {
    world.telegram.administer(channelId, 'my_bot');
    const projectId = await world.project({});
    const server = await world.start({ publicUrl });
    await expect.poll(async () => (await server.messengers.overview(projectId)).mode).toBe('webhook');
    const url = world.resolve(world.telegram.webhook('my_bot')?.url ?? '');
    const post = async (address: string, headers: Record<string, string>) =>
      (await fetch(address, { method: 'POST', body: '{"update_id":1}', headers })).status;
    expect(await post(url, {})).toBe(401);
    expect(await post(url, { 'x-telegram-bot-api-secret-token': 'guess' })).toBe(401);
    expect(await post(`${url}x`, {})).toBe(404);
    const secret = world.telegram.webhook('my_bot')?.secret ?? '';
    expect(await post(url, { 'x-telegram-bot-api-secret-token': secret })).toBe(200);
    expect(maxToken).not.toContain(secret);
  });
});
