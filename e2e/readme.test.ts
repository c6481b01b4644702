import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { Bot } from 'grammy';
import type { Update } from 'grammy/types';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { root } from './server-process.ts';

/** What the READMEs tell people to paste is run as it stands, on other ports and in a folder that is removed. */
const readmes = ['README.md', 'README.ru.md'] as const;
const byHand = { 'README.md': '## The path by hand', 'README.ru.md': '## Путь вручную' };

async function blocksOf(readme: (typeof readmes)[number], language: string, heading = ''): Promise<string[]> {
  const markdown = await readFile(join(root, readme), 'utf8');
  const chapter = markdown.slice(markdown.indexOf(heading)).split(/\n(?=## )/, heading === '' ? undefined : 1);
  const fence = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm');
  return [...chapter.join('\n').matchAll(fence)].map(([, code = '']) => code);
}

it('both READMEs give the same commands and the same middleware', async () => {
  for (const language of ['sh', 'js']) {
    expect(await blocksOf('README.ru.md', language)).toEqual(await blocksOf('README.md', language));
  }
});

// curl is the one thing that the path by hand needs besides Node and npm.
const hasCurl = spawnSync('curl', ['--version']).error === undefined;

describe.skipIf(!hasCurl).each(readmes)('the path by hand of %s', (readme) => {
  it('leads to confirmed goals', async () => {
    await expectInstalled();
    const [simulators, server, terminal, ...more] = await blocksOf(readme, 'sh', byHand[readme]);
    if (simulators === undefined || server === undefined || terminal === undefined)
      throw new Error('three blocks were expected');
    expect(more).toEqual([]);
    const folder = await mkdtemp(join(tmpdir(), 'otkuda-readme-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const environment = { DATA_DIR: folder, PORT: '0', LOG_LEVEL: 'warn' };
    const metrica = await openShell(simulators, environment).says(/stand-in: (http:\S+) /);
    const command = replaced(server, 'http://127.0.0.1:4010', metrica);
    const otkuda = await openShell(command, environment).says(/Otkuda is ready at (\S+)\n/);
    const lines = await openShell(replaced(terminal, 'http://127.0.0.1:3000', otkuda)).lines();
    expect(lines.slice(-4, -1).map((line) => JSON.parse(line) as unknown)).toEqual([
      { status: 'OK', mode: 'production' },
      {
        status: 'OK',
        mode: 'production',
        data: expect.objectContaining({ invite_link: 'Yandex Direct', utm_campaign: 'summer' }),
      },
      { status: 'OK', mode: 'production' },
    ]);
    const { items } = JSON.parse(lines.at(-1) ?? '') as { items: { target: string; state: string }[] };
    expect(Object.fromEntries(items.map(({ target, state }) => [target, state]))).toEqual({
      bot_start: 'confirmed',
      lead: 'confirmed',
    });
    expect(lines.at(-1)).toContain('"state":"confirmed"');
  });
});

describe('the middleware', () => {
  it('forwards starts, blocks and memberships, nothing else, and each goes on to the bot', async () => {
    const received: Update[] = [];
    const otkuda = await listen((body, answer) => {
      received.push(JSON.parse(body) as Update);
      answer('{"status":"OK"}');
    });
    const calls = vi.spyOn(globalThis, 'fetch');
    onTestFinished(() => calls.mockRestore());
    expect(await feed(otkuda, updates)).toEqual(updates.map((update) => update.update_id));
    const meaning = updates.filter((update) => update.update_id !== 4);
    expect(calls).toHaveBeenCalledTimes(meaning.length);
    await expect.poll(() => received).toHaveLength(meaning.length);
    expect(received).toEqual(expect.arrayContaining(meaning));
  });

  it('does not hold the bot up while nothing answers', async () => {
    let givenUp = 0;
    const silent = await listen((_body, _answer, request) => {
      request.socket.on('close', () => {
        givenUp += 1;
      });
    });
    expect(await feed(silent, updates)).toHaveLength(updates.length);
    expect(givenUp).toBe(0);
  });

  it('does not hold the bot up where nothing listens', async () => {
    const server = createServer();
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    await once(server.close(), 'close');
    expect(await feed(`http://127.0.0.1:${port}`, updates)).toHaveLength(updates.length);
  });
});

/** `npm start` would install what is missing, under the feet of the tests that run here. */
async function expectInstalled(): Promise<void> {
  const stamp = await readFile(join(root, 'node_modules/.otkuda-setup.json'), 'utf8').catch(() => '{}');
  const lock = createHash('sha256')
    .update(await readFile(join(root, 'package-lock.json')))
    .digest('hex');
  expect(JSON.parse(stamp), 'not installed by the lockfile: run it by npm test').toEqual({ lock, dev: true });
}

function replaced(script: string, address: string, by: string): string {
  expect(script).toContain(address);
  return script.replaceAll(address, by);
}

interface Shell {
  /** Waits until it has printed this and gives the first group. */
  says(what: RegExp): Promise<string>;
  /** All lines of its output, once it and all that it started have ended well. */
  lines(): Promise<string[]>;
}

const patienceMs = 40_000;
const endsWithinMs = 15_000;

/**
 * A shell as a person has it: of the environment nothing but what is needed. It and all that it starts are one process group, which
 * is ended with the test, however that ends.
 */
function openShell(script: string, environment: Readonly<Record<string, string>> = {}): Shell {
  const child = spawn('sh', ['-c', script], {
    cwd: root,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  // Its streams close when the last process that holds them has ended.
  const closed = once(child, 'close').then(([code]) => code as number | null);
  onTestFinished(async () => {
    const killer = setTimeout(() => signal(child, 'SIGKILL'), endsWithinMs);
    signal(child, 'SIGTERM');
    await closed;
    clearTimeout(killer);
  });
  const inTime = async <T>(waiting: Promise<T>): Promise<T> => {
    const timer = new AbortController();
    const late = wait(patienceMs, undefined, { signal: timer.signal }).then(() => {
      throw new Error(`it takes too long:\n${script}\n${output}${errors}`);
    });
    return Promise.race([waiting, late]).finally(() => timer.abort());
  };
  const printed = async (what: RegExp): Promise<string> => {
    for (;;) {
      const found = what.exec(output)?.[1];
      if (found !== undefined) return found;
      const ended = await Promise.race([once(child.stdout, 'data').then(() => false), closed.then(() => true)]);
      if (ended) throw new Error(`it ended without saying ${what}:\n${output}${errors}`);
    }
  };
  return {
    says: (what) => inTime(printed(what)),
    async lines() {
      expect(await inTime(closed), errors).toBe(0);
      return output.trimEnd().split('\n');
    },
  };
}

/** To the whole group; what has ended gets none, since its id may be somebody else's by then. */
function signal(child: ChildProcess, name: NodeJS.Signals): void {
  if (child.pid === undefined || child.stdout?.destroyed) return;
  try {
    process.kill(-child.pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

const person = { id: 987654321, is_bot: false, first_name: 'Anna' } as const;
const me = { id: 110201543, is_bot: true, first_name: 'My bot', username: 'my_bot' } as const;
const privateChat = { id: person.id, type: 'private', first_name: 'Anna' } as const;
const channel = { id: -1001234567890, type: 'channel', title: 'My channel' } as const;
const message = (updateId: number, words: string): Update => ({
  update_id: updateId,
  message: { message_id: updateId, date: 1_795_000_000, chat: privateChat, from: person, text: words },
});
const updates: readonly Update[] = [
  message(1, '/start PJ0198f1c27a3b7c4d8e5f6a7b8c9d0e1f'),
  message(2, '/start'),
  {
    update_id: 3,
    my_chat_member: {
      chat: privateChat,
      from: person,
      date: 1_795_000_000,
      old_chat_member: { user: me, status: 'member' },
      new_chat_member: { user: me, status: 'kicked', until_date: 0 },
    },
  },
  message(4, 'a word of thanks'),
  {
    update_id: 5,
    chat_member: {
      chat: channel,
      from: person,
      date: 1_795_000_000,
      old_chat_member: { user: person, status: 'left' },
      new_chat_member: { user: person, status: 'member' },
    },
  },
];

/** Gives a grammY bot with the README's middleware the updates; resolves with those that its own handler got. */
async function feed(otkuda: string, all: readonly Update[]): Promise<number[]> {
  const [middleware = ''] = await blocksOf('README.md', 'js');
  const folder = await mkdtemp(join(tmpdir(), 'otkuda-middleware-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'middleware.mjs');
  await writeFile(file, `export function use(bot) {\n${replaced(middleware, 'https://HOST', otkuda)}}\n`);
  const { use } = (await import(pathToFileURL(file).href)) as { use: (bot: Bot) => void };
  const bot = new Bot('110201543:TEST', { botInfo: me as never });
  use(bot);
  const seen: number[] = [];
  bot.use((ctx) => void seen.push(ctx.update.update_id));
  for (const update of all) await bot.handleUpdate(update);
  return seen;
}

type Handler = (body: string, answer: (text: string) => void, request: IncomingMessage) => void;

async function listen(handle: Handler): Promise<string> {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => handle(body, (answer) => response.end(answer), request));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
