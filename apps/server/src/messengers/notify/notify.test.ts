import { describe, expect, it } from 'vitest';
import { useDatabase } from '../../testing/test-database.ts';
import { channelId, type TestProcess, useMessengers } from '../testing/use-messengers.ts';

const database = useDatabase();
const world = useMessengers(database);
const owner = 42;

const texts = () => world.telegram.sent('my_bot').map(({ chatId, text }) => [chatId, text.split('\n')[0]]);

/** A project whose owner has connected their chat. */
async function connected(): Promise<{ projectId: string; server: TestProcess }> {
  world.telegram.administer(channelId, 'my_bot');
  const projectId = await world.project({});
  const server = await world.start();
  const { code } = await server.messengers.ownerCode(projectId);
  await expect.poll(async () => (await server.messengers.overview(projectId)).mode).toBe('polling');
  world.telegram.start(owner, 'my_bot', code);
  await expect.poll(() => texts()).toEqual([[owner, expect.stringContaining('Готово')]]);
  return { projectId, server };
}

describe('the chat of an owner', () => {
  it('is connected by a code, once and within an hour, and is no subscriber', async () => {
    const { projectId, server } = await connected();
    expect((await server.messengers.overview(projectId)).ownerChats).toMatchObject([{ chatId: String(owner) }]);
    const { code } = await server.messengers.ownerCode(projectId);
    world.telegram.write(43, 'my_bot', code.toLowerCase());
    await expect.poll(async () => (await server.messengers.overview(projectId)).ownerChats.length).toBe(2);
    world.telegram.write(44, 'my_bot', code);
    const late = await server.messengers.ownerCode(projectId);
    world.pass(3_700_000);
    world.telegram.write(45, 'my_bot', late.code);
    await expect.poll(() => texts().length).toBe(4);
    expect(
      texts()
        .slice(2)
        .map(([, text]) => text),
    ).toEqual(Array(2).fill('Этот код больше не действует.'));
    expect((await server.messengers.overview(projectId)).ownerChats.length).toBe(2);
    expect(await world.rows('select user_id from subscribers where project_id = $1', projectId)).toEqual([]);
    expect(
      await world.rows(
        `select 1 from requests where project_id = $1 and convert_from(body, 'UTF8') ilike '%otk-%'`,
        projectId,
      ),
    ).toEqual([]);
    expect(await server.messengers.forgetOwnerChat(projectId, '43')).toBe(true);
    expect(await server.messengers.forgetOwnerChat(projectId, '43')).toBe(false);
  });

  it('is told a thing once, however often and from wherever it is asked for', async () => {
    const { projectId, server } = await connected();
    const other = await world.start();
    const asked = await Promise.all(
      [server, other, server, other].map(({ messengers }) =>
        messengers.sendToOwners(projectId, 'report:2026-11-24', 'Отчёт'),
      ),
    );
    expect(asked.reduce((sum, chats) => sum + chats, 0)).toBe(1);
    await expect.poll(() => texts().length).toBe(2);
    await server.kill();
    world.pass(21_000);
    await other.messengers.sendToOwners(projectId, 'report:2026-11-24', 'Отчёт');
    await other.messengers.sendToOwners(projectId, 'report:2026-11-25', 'Отчёт завтра');
    await expect.poll(() => texts().at(-1)).toEqual([owner, 'Отчёт завтра']);
    expect(texts().length).toBe(3);
  });

  it('is told after a 429, and not twice where the answer was lost', async () => {
    const { projectId, server } = await connected();
    world.telegram.inject({ kind: 'status', status: 429, retryAfterSeconds: 1, method: 'sendMessage' });
    world.telegram.inject({ kind: 'reset_after_accept', method: 'sendMessage' });
    await server.messengers.sendToOwners(projectId, 'a', 'Первое');
    const state = () =>
      world.rows(`select state from chat_messages where project_id = $1 and message_key like 'notice:%'`, projectId);
    await expect.poll(state).toEqual([{ state: 'uncertain' }]);
    expect(texts().slice(1)).toEqual([[owner, 'Первое']]);
  });

  it('is told when the bot loses its rights', async () => {
    const { projectId } = await connected();
    world.telegram.administer(channelId, 'my_bot', { canInvite: false });
    await expect.poll(() => texts().length).toBe(2);
    const [row] = await world.rows(
      `select content from chat_messages where project_id = $1 and message_key like 'notice:problem:%'`,
      projectId,
    );
    expect(row.content.text).toContain('нет права приглашать');
  });

  it('that has blocked the bot is not written to for ever', async () => {
    const { projectId, server } = await connected();
    world.telegram.block(owner, 'my_bot');
    await server.messengers.sendToOwners(projectId, 'b', 'Второе');
    await expect
      .poll(() =>
        world.rows(`select state from chat_messages where project_id = $1 and message_key like 'notice:%'`, projectId),
      )
      .toEqual([{ state: 'failed' }]);
  });
});
