import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { startSampleAccounts } from '../sample-accounts.ts';
import { play } from './play.ts';

/**
 * `npm run demo`: everything in a temporary folder, and the main job played step by step on real parts: a click, the start that the
 * bot forwards, the subscriber with their source, the conversion that Yandex Metrica (a simulator) accepts and confirms; then the
 * same by ads of VK, Meta and Google.
 * `--once` ends after the last step.
 */
const token = 'demo-admin-token';
const main = join(import.meta.dirname, '../../../apps/server/src/main.ts');

const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

async function demo(): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'otkuda-demo-'));
  const accounts = await startSampleAccounts(0);
  const addresses = accounts.flatMap(({ variables, url }) => variables.map((name) => [name, url] as const));
  const server = spawn(process.execPath, [main], {
    env: {
      PATH: process.env.PATH,
      PORT: process.env.PORT ?? '0',
      DATA_DIR: directory,
      OTKUDA_ADMIN_TOKEN: token,
      ...Object.fromEntries(addresses),
      OTKUDA_DELIVERY_FLUSH_SECONDS: '0',
      OTKUDA_DELIVERY_POLL_SECONDS: '0',
      LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
    // Ctrl-C reaches this process alone; it then ends the server in its own way.
    detached: true,
  });
  const ended = once(server, 'exit');
  const stopped = new Promise<void>((resolve) => {
    process.on('SIGINT', () => resolve());
    process.on('SIGTERM', () => resolve());
  });
  try {
    const url = await Promise.race([
      readyAt(server),
      ended.then(() => Promise.reject(new Error('the server did not start'))),
    ]);
    await play(url, token, accounts, say);
    if (!process.argv.includes('--once')) {
      say('\nAll of it keeps running; Ctrl-C ends it and removes the folder.');
      await Promise.race([stopped, ended]);
    }
  } finally {
    server.kill('SIGTERM');
    await ended;
    for (const { close } of accounts) await close();
    await rm(directory, { recursive: true, force: true });
  }
}

async function readyAt(server: ChildProcess): Promise<string> {
  if (server.stdout === null) throw new Error('the server has no output');
  for await (const line of createInterface({ input: server.stdout })) {
    const url = /Otkuda is ready at (\S+)/.exec(line)?.[1];
    if (url !== undefined) return url;
  }
  throw new Error('the server ended before it was ready');
}

await demo();
