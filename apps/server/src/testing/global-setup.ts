import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../database/embedded/index.ts';
import { migrate, readMigrations } from '../database/migrate.ts';

declare module 'vitest' {
  interface ProvidedContext {
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
  const given = process.env.OTKUDA_TEST_DATABASE_URL;
  if (given !== undefined) {
    await makeTemplate(given);
    project.provide('databaseUrl', given);
    return async () => {};
  }
  const directory = await mkdtemp(join(tmpdir(), 'otkuda-test-'));
  const postgres = await startEmbeddedPostgres({
    directory: join(directory, 'postgres'),
    log: () => {},
    settings: { fsync: 'off', full_page_writes: 'off', max_connections: '200' },
  });
  await makeTemplate(postgres.url);
  project.provide('databaseUrl', postgres.url);
  return async () => {
    await postgres.stop();
    await rm(directory, { recursive: true, force: true });
  };
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
