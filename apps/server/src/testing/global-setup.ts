import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../database/embedded/index.ts';
import { migrate, readMigrations } from '../database/migrate.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A folder of this run, removed at its end. */
    readonly runDirectory: string;
    /** Address of the server that test databases are made on; its database `otkuda_template` is migrated. */
    readonly databaseUrl: string;
  }
}

export const templateName = 'otkuda_template';

/**
 * One PostgreSQL for the whole run, with a migrated database that each test file clones. `OTKUDA_TEST_DATABASE_URL` runs the
 * tests on another server instead; without it fsync is off here, since only the tests of durability need the disk.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = await mkdtemp(join(tmpdir(), 'otkuda-test-'));
  project.provide('runDirectory', directory);
  const given = process.env.OTKUDA_TEST_DATABASE_URL;
  const guard = startGuard(directory);
  const postgres = given === undefined ? await startOwnPostgres(directory) : null;
  const databaseUrl = given ?? postgres?.url ?? '';
  await makeTemplate(databaseUrl);
  project.provide('databaseUrl', databaseUrl);
  return async () => {
    await postgres?.stop();
    await rm(directory, { recursive: true, force: true });
    guard.stdin.end();
  };
}

/** In a session of its own, so that Ctrl-C does not reach it; nobody waits for it. */
function startGuard(directory: string) {
  const guard = spawn(process.execPath, [join(import.meta.dirname, 'guard.ts'), directory], {
    detached: true,
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  guard.unref();
  return guard;
}

function startOwnPostgres(directory: string): ReturnType<typeof startEmbeddedPostgres> {
  return startEmbeddedPostgres({
    directory: join(directory, 'postgres'),
    log: () => {},
    settings: { fsync: 'off', full_page_writes: 'off', max_connections: '200' },
  });
}

async function makeTemplate(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`drop database if exists ${templateName}`);
  await client.query(`create database ${templateName}`);
  await client.end();
  await migrate(withDatabase(url, templateName), await readMigrations());
}

export function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}
