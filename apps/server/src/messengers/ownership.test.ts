import { Api } from 'grammy';
import { describe, expect, it } from 'vitest';
import { useDatabase } from '../testing/test-database.ts';
import { botToken, channelId, maxToken, publicUrl, type TestProcess, useMessengers } from './testing/use-messengers.ts';

const database = useDatabase();
const world = useMessengers(database);
const theirs = 'https://owner.example/secret-path';

const codes = async (server: TestProcess, projectId: string) =>
  (await server.messengers.overview(projectId)).problems.map(({ code }) => code);

describe.each([
  ['polling', 'http://127.0.0.1:3000'],
  ['webhooks', publicUrl],
])("a bot of Telegram whose updates go to its owner's webhook, where this server would use %s", (_name, address) => {
  it('is left alone, until the owner says yes to that address', async () => {
    await new Api(botToken, { apiRoot: world.telegram.url }).setWebhook(theirs, { secret_token: 's' });
    world.telegram.administer(channelId, 'my_bot');
    const projectId = await world.project({});
    const server = await world.start({ publicUrl: address });
    await expect.poll(() => codes(server, projectId)).toEqual(['webhook_elsewhere']);
    const overview = await server.messengers.check(projectId, false);
    expect(overview).toMatchObject({ state: 'trouble', mode: null, problems: [{ detail: 'owner.example' }] });
    expect(world.telegram.webhook('my_bot')).toMatchObject({ url: theirs });
    expect(world.telegram.calls.map(({ method }) => method)).not.toContain('getUpdates');

    const taken = await server.messengers.check(projectId, true);
    expect(taken).toMatchObject({ state: 'working', problems: [] });
    expect(world.telegram.webhook('my_bot')?.url ?? 'none').toMatch(
      address === publicUrl ? /^https:\/\/otkuda/ : /none/,
    );
    // The yes was to that address, not to all that come later.
    await new Api(botToken, { apiRoot: world.telegram.url }).setWebhook('https://another.example/hook');
    await expect
      .poll(async () => {
        await server.messengers.check(projectId, false);
        return codes(server, projectId);
      })
      .toEqual(['webhook_elsewhere']);
    expect(world.telegram.webhook('my_bot')).toMatchObject({ url: 'https://another.example/hook' });
  });
});

describe('a bot of Telegram that another program polls', () => {
  it('is left to it', async () => {
    const api = new Api(botToken, { apiRoot: world.telegram.url });
    const stop = new AbortController();
    const program = (async () => {
      while (!stop.signal.aborted) await api.getUpdates({ timeout: 1 }).catch(() => {});
    })();
    world.telegram.administer(channelId, 'my_bot');
    const projectId = await world.project({});
    const server = await world.start();
    await expect.poll(() => codes(server, projectId)).toContain('polled_elsewhere');
    stop.abort();
    await program;
    expect(await server.messengers.check(projectId, true)).toMatchObject({ mode: 'polling', problems: [] });
  });
});

describe('a bot that no project has any more', () => {
  it('is left without a webhook to here', async () => {
    world.telegram.administer(channelId, 'my_bot');
    const projectId = await world.project({});
    await world.start({ publicUrl });
    await expect.poll(() => world.telegram.webhook('my_bot')?.url ?? '').toMatch(/^https:\/\/otkuda/);
    await world.rows('update projects set messenger_token_sealed = null where project_id = $1', projectId);
    await expect.poll(() => world.telegram.webhook('my_bot')).toBeNull();
    await expect.poll(() => world.rows('select 1 from bots')).toEqual([]);
  });
});

describe('a bot of MAX', () => {
  it("is subscribed to beside its owner's subscriptions, which stay", async () => {
    world.max.subscribe('id7_bot', theirs);
    const projectId = await world.project({ platform: 'max', kind: 'bot' });
    const server = await world.start({ publicUrl });
    await expect.poll(async () => (await server.messengers.overview(projectId)).mode).toBe('webhook');
    expect(world.max.subscriptions('id7_bot')).toEqual([theirs, expect.stringMatching(/^https:\/\/otkuda/)]);
  });

  it("is polled only on the owner's word, and never over a subscription", async () => {
    world.max.subscribe('id7_bot', theirs);
    const projectId = await world.project({ platform: 'max', kind: 'bot', token: maxToken });
    const server = await world.start();
    await expect.poll(() => codes(server, projectId)).toEqual(['needs_public_address']);
    await server.messengers.change(projectId, { longPolling: true });
    await expect.poll(() => codes(server, projectId)).toEqual(['webhook_elsewhere']);
    expect(world.max.subscriptions('id7_bot')).toEqual([theirs]);
    expect(await server.messengers.check(projectId, true)).toMatchObject({ mode: 'polling', problems: [] });
    expect(world.max.subscriptions('id7_bot')).toEqual([]);
  });
});
