import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type SampleAccount, startSampleAccounts } from '@otkuda/simulators';
import { expect, it, onTestFinished } from 'vitest';
import { ownPort } from '../apps/server/src/testing/own-port.ts';
import { useDatabase } from '../apps/server/src/testing/test-database.ts';
import { KillableServer } from './durability/killable-server.ts';
import { endLeases } from './durability/settle.ts';
import { makeBot, manage } from './server-process.ts';

const database = useDatabase();
const soon = { interval: 50 };

/** How each takes conversions, and how it shows in its side channel that one counts. */
const platforms: Readonly<Record<string, { readonly path: string; counts(event: Fields): boolean }>> = {
  vk_ads: { path: '/tracker', counts: ({ verdict }) => verdict === 'counted' },
  meta_capi: { path: '/events', counts: ({ duplicate }) => duplicate === false },
  google_ads: { path: '/v1/events:ingest', counts: ({ error }) => error === null },
};
type Fields = Readonly<Record<string, unknown>>;

/** An account, asked and told over its side channel only. */
class Tested {
  readonly account: SampleAccount;
  readonly type: string;
  readonly #sideChannel: string;

  constructor(account: SampleAccount) {
    this.account = account;
    this.type = account.destination.type;
    this.#sideChannel = account.shown.slice(0, account.shown.lastIndexOf('/'));
  }

  async inject(kind: string): Promise<void> {
    const fault = { kind, path: platforms[this.type]?.path };
    await fetch(`${this.#sideChannel}/faults`, { method: 'POST', body: JSON.stringify(fault) });
  }

  /** Calls that brought conversions, answered or not. */
  async sends(): Promise<number> {
    const path = platforms[this.type]?.path ?? '';
    return (await this.#list('requests')).filter((request) => String(request.path).includes(path)).length;
  }

  async counted(): Promise<number> {
    return (await this.#list('events')).filter((event) => platforms[this.type]?.counts(event) ?? false).length;
  }

  async #list(resource: 'requests' | 'events'): Promise<readonly Fields[]> {
    const response = await fetch(`${this.#sideChannel}/${resource}`);
    return ((await response.json()) as Readonly<Record<string, readonly Fields[]>>)[resource] ?? [];
  }
}

async function startTested(): Promise<readonly Tested[]> {
  const accounts = await startSampleAccounts(0);
  onTestFinished(async () => {
    for (const { close } of accounts) await close();
  });
  return accounts.filter(({ destination }) => destination.type in platforms).map((account) => new Tested(account));
}

async function startServer(tested: readonly Tested[]): Promise<KillableServer> {
  const folder = await mkdtemp(join(tmpdir(), 'otkuda-kills-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const addresses = tested.flatMap(({ account: { variables, url } }) => variables.map((name) => [name, url] as const));
  const server = new KillableServer(await ownPort(), {
    DATA_DIR: folder,
    DATABASE_URL: database.url,
    OTKUDA_DELIVERY_FLUSH_SECONDS: '0',
    OTKUDA_DELIVERY_POLL_SECONDS: '0',
    LOG_LEVEL: 'fatal',
    ...Object.fromEntries(addresses),
  });
  onTestFinished(async () => void (await server.stop()));
  await server.start().ready;
  return server;
}

/** Somebody clicks an ad of this system and starts the bot. */
async function clickAndStart(url: string, bot: { projectId: string; key: string }, { account }: Tested, id: number) {
  await manage(url, 'POST', `/projects/${bot.projectId}/destinations`, { ...account.destination });
  const link = await manage(url, 'POST', `/projects/${bot.projectId}/links`, { name: account.name });
  const userAgent = 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Mobile Safari/604.1';
  const headers = { 'user-agent': userAgent };
  const click = await fetch(`${String(link.url)}?${account.clickQuery}`, { redirect: 'manual', headers });
  const code = new URL(click.headers.get('location') ?? '').searchParams.get('start');
  const person = { id, first_name: 'Anna' };
  const message = {
    message_id: 1,
    date: Math.floor(Date.now() / 1000),
    text: `/start ${code}`,
    chat: { ...person, type: 'private' },
    from: { ...person, is_bot: false },
  };
  const body = JSON.stringify({ update_id: id, message });
  const answer = await fetch(`${url}/v1/${bot.key}/on_telegram_webhook`, { method: 'POST', body });
  expect(answer.status).toBe(200);
}

it.each([
  ['before they have read it', 'timeout_before_accept', { vk_ads: 1, meta_capi: 1, google_ads: 1 }],
  ['after they have taken it', 'timeout_after_accept', { vk_ads: 2, meta_capi: 1, google_ads: 1 }],
] as const)(
  'kill -9 while it tells the platforms, %s: nothing is lost, and only VK may count twice',
  async (...given) => {
    const [, fault, times] = given;
    const tested = await startTested();
    const server = await startServer(tested);
    const bot = await makeBot(server.url);
    for (const [index, one] of tested.entries()) {
      await one.inject(fault);
      await clickAndStart(server.url, bot, one, 7 + index);
    }
    // What a call asks is done in the turn that it was read in.
    for (const one of tested) await expect.poll(() => one.sends(), soon).toBe(1);
    await server.kill();
    await endLeases(database.pool, bot.projectId);
    await server.start().ready;
    const states = async (): Promise<unknown> => {
      const { items } = await manage(server.url, 'GET', `/projects/${bot.projectId}/conversions`);
      return Object.fromEntries(
        (items as readonly Fields[]).map(({ user_id: id, state }) => [tested[Number(id) - 7]?.type, state]),
      );
    };
    await expect.poll(states, soon).toEqual({ vk_ads: 'uncertain', meta_capi: 'accepted', google_ads: 'confirmed' });
    const counted = await Promise.all(tested.map(async (one) => [one.type, await one.counted()] as const));
    expect(Object.fromEntries(counted)).toEqual(times);
    for (const one of tested) expect(await one.sends()).toBe(2);
  },
);
