import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';

export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
}

export class DatabaseTooNew extends Error {
  constructor(found: number, known: number) {
    super(
      `The database is at migration ${found}, this version of Otkuda knows migrations up to ${known}. ` +
        'A newer version has been here: start that one, or restore a backup made before the upgrade.',
    );
    this.name = 'DatabaseTooNew';
  }
}

/** The numbered SQL files beside this one, in order. Throws where numbers repeat or leave a gap. */
export async function readMigrations(directory = join(import.meta.dirname, 'migrations')): Promise<Migration[]> {
  const files = (await readdir(directory)).filter((file) => file.endsWith('.sql')).sort();
  return Promise.all(
    files.map(async (file, index) => {
      const number = Number(/^(\d{6})_/.exec(file)?.[1]);
      if (number !== index + 1) throw new Error(`migration ${file} should have the number ${index + 1}`);
      return { number, name: file.slice(7, -4), sql: await readFile(join(directory, file), 'utf8') };
    }),
  );
}

// Any fixed number: what matters is that every process takes the same lock.
const migrationLock = 0x07_b0_da;

/**
 * Brings the database to the newest migration, each in a transaction of its own, under a lock that makes a second process wait
 * and then find nothing to do. Forward only. Throws DatabaseTooNew where a newer program has been here.
 */
export async function migrate(url: string, migrations: readonly Migration[]): Promise<{ applied: number }> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [migrationLock]);
    await client.query(
      `create table if not exists migrations (
         number integer primary key, name text not null, applied_at timestamptz not null default now())`,
    );
    const found = await client.query<{ newest: number }>('select coalesce(max(number), 0) as newest from migrations');
    const newest = found.rows[0]?.newest ?? 0;
    if (newest > migrations.length) throw new DatabaseTooNew(newest, migrations.length);
    const due = migrations.slice(newest);
    for (const migration of due) await apply(client, migration);
    return { applied: due.length };
  } finally {
    await client.end();
  }
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  await client.query('begin');
  try {
    await client.query(migration.sql);
    await client.query('insert into migrations (number, name) values ($1, $2)', [migration.number, migration.name]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new Error(`migration ${migration.number} (${migration.name}) failed`, { cause: error });
  }
}
