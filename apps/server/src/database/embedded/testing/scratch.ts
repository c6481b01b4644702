import { execFile } from 'node:child_process';
import { statSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { afterAll, onTestFinished } from 'vitest';
import { type EmbeddedPostgres, type EmbeddedPostgresOptions, startEmbeddedPostgres } from '../index.ts';
import { layoutOf } from '../layout.ts';
import { readPostmasterPidFile } from '../postmaster-pid-file.ts';

export const IS_ROOT = process.getuid?.() === 0;

/** TMPDIR may be a place that only its owner may enter: then /tmp. */
const everybodys = (statSync(tmpdir()).mode & 0o007) === 0o007 ? tmpdir() : '/tmp';

/** A DATA_DIR that every user may enter, removed after the test. */
export async function scratchDirectory(): Promise<string> {
  const directory = await mkdtemp(join(everybodys, 'otkuda-embedded-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true, maxRetries: 5 }));
  await chmod(directory, 0o755);
  return directory;
}

export interface TestPostgres extends EmbeddedPostgres {
  /** What it told the log. */
  readonly said: readonly { readonly message: string; readonly details?: object | undefined }[];
}

/** Starts a PostgreSQL that is stopped after the test. */
export async function startForTest(options: Omit<EmbeddedPostgresOptions, 'log'>): Promise<TestPostgres> {
  const said: { message: string; details?: object | undefined }[] = [];
  const started = await startEmbeddedPostgres({
    ...options,
    log: (message, details) => said.push({ message, details }),
  });
  onTestFinished(() => started.stop());
  return { ...started, said };
}

let template: Promise<string> | undefined;

/** A directory as an orderly end leaves it. A copy of one that each test file makes once, which is quicker. */
export async function stoppedDirectory(): Promise<string> {
  template ??= makeTemplate();
  const directory = await scratchDirectory();
  // Seven times as quick for a thousand small files as Node's own, and it keeps owners and modes.
  await promisify(execFile)('cp', ['-a', `${await template}/.`, directory]);
  return directory;
}

async function makeTemplate(): Promise<string> {
  const directory = await mkdtemp(join(everybodys, 'otkuda-embedded-'));
  templates.push(directory);
  await chmod(directory, 0o755);
  const { stop } = await startEmbeddedPostgres({ directory, log: () => undefined });
  await stop();
  return directory;
}

const templates: string[] = [];
afterAll(async () => {
  for (const directory of templates) await rm(directory, { recursive: true, force: true });
});

/** The rows of one statement. */
export async function query(url: string, statement: string): Promise<readonly Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

/** The process id of the PostgreSQL that runs in the directory. */
export async function postmasterPid(directory: string): Promise<number> {
  const pid = (await readPostmasterPidFile(layoutOf(directory).cluster))?.pid;
  if (pid === undefined) throw new Error(`No PostgreSQL runs in ${directory}`);
  return pid;
}

/** Waits until the condition holds; the test's own time limit is the only one. */
export async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await delay(5);
}
