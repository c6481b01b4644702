import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { withDatabase } from '../testing/global-setup.ts';
import { DatabaseTooNew, migrate, readMigrations } from './migrate.ts';

/** An empty database of the file's own: the template is migrated already. */
const name = `migrate_${randomBytes(6).toString('hex')}`;
let url = '';
beforeAll(async () => {
  await administer(`create database ${name}`);
  url = withDatabase(inject('databaseUrl'), name);
});
afterAll(() => administer(`drop database if exists ${name} with (force)`));

async function administer(sql: string): Promise<void> {
  await query(inject('databaseUrl'), sql);
}

async function query(address: string, sql: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: address });
  await client.connect();
  try {
    return await client.query(sql);
  } finally {
    await client.end();
  }
}

describe('migrations', () => {
  it('are applied once, also by processes that start at once', async () => {
    const migrations = await readMigrations();
    const runs = await Promise.all(Array.from({ length: 4 }, () => migrate(url, migrations)));
    expect(runs.map((run) => run.applied).toSorted()).toEqual([0, 0, 0, migrations.length]);
    const stored = await query(url, 'select number from migrations order by 1');
    expect(stored.rows).toHaveLength(migrations.length);
  });

  it('that fail leave nothing behind and can be tried again', async () => {
    const migrations = await readMigrations();
    const next = { number: migrations.length + 1, name: 'half', sql: 'create table half (x int); select 1 / 0' };
    await expect(migrate(url, [...migrations, next])).rejects.toThrow(/half/);
    expect((await query(url, `select to_regclass('half') as half`)).rows).toEqual([{ half: null }]);
    expect(await migrate(url, [...migrations, { ...next, sql: 'create table half (x int)' }])).toEqual({ applied: 1 });
  });

  it('of a newer program make an older one refuse the database', async () => {
    const migrations = await readMigrations();
    await query(url, `insert into migrations (number, name) values (${migrations.length + 100}, 'future')`);
    await expect(migrate(url, migrations)).rejects.toThrow(DatabaseTooNew);
  });
});
