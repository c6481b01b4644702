import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, inject } from 'vitest';
import { templateName, withDatabase } from './global-setup.ts';

export interface TestDatabase {
  readonly url: string;
  readonly pool: pg.Pool;
}

/** Gives the test file a database of its own, cloned from the migrated template and dropped afterwards. */
export function useDatabase(): TestDatabase {
  let opened: TestDatabase | undefined;
  const name = `test_${randomBytes(6).toString('hex')}`;

  beforeAll(async () => {
    const server = inject('databaseUrl');
    await administer(server, `create database ${name} template ${templateName}`);
    const url = withDatabase(server, name);
    const pool = new pg.Pool({ connectionString: url, max: 8 });
    // The database is dropped by force below: what idles then is cut, which is no error of a test.
    pool.on('error', () => {});
    opened = { url, pool };
  });

  afterAll(async () => {
    await opened?.pool.end();
    await administer(inject('databaseUrl'), `drop database if exists ${name} with (force)`);
  });

  const current = (): TestDatabase => {
    if (opened === undefined) throw new Error('the test database exists only inside tests and hooks');
    return opened;
  };
  return {
    get url() {
      return current().url;
    },
    get pool() {
      return current().pool;
    },
  };
}

async function administer(server: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
