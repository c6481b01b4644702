import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient, sql } from 'kysely';
import type pg from 'pg';
import { configChannel } from '../directory/listen.ts';
import type { Tables } from './database-tables.ts';

/** The database, or one transaction on it. */
export type Database = Kysely<Tables>;

/** Over the pool of the server, which also ends it. */
export function databaseOver(pool: PostgresPool): Database {
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
}

/**
 * Runs the work in one transaction. It gets the connection itself as well, since some statements of other folders are prepared
 * ones. Where the work throws, nothing of it is stored.
 */
export async function inTransaction<T>(
  pool: pg.Pool,
  work: (tx: Database, client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const result = await work(databaseOn(client), client);
    await client.query('commit');
    client.release();
    return result;
  } catch (error) {
    await client.query('rollback').then(
      () => client.release(),
      () => client.release(true),
    );
    throw error;
  }
}

/** Kysely takes a connection from a pool and gives it back after each query; here both stay with the transaction. */
function databaseOn(client: pg.PoolClient): Database {
  const bound: PostgresPoolClient = {
    query: client.query.bind(client),
    release: () => {},
  };
  return databaseOver({ options: {}, connect: async () => bound, end: async () => {} });
}

/**
 * Tells every process that the configuration of a project changed. Part of the change's own transaction: it is told when the
 * change can be read, and not at all where it is rolled back.
 */
export async function tellOfChange(tx: Database, projectId: string): Promise<void> {
  await sql`select pg_notify(${configChannel}, ${projectId})`.execute(tx);
}

const uniqueViolation = '23505';
const deadlock = '40P01';

export function isUniqueViolation(error: unknown): boolean {
  return codeOf(error) === uniqueViolation;
}

const repeatsMax = 5;

/** Repeats a transaction that lost a race: against a row with the same unique key, or in a deadlock. */
export async function repeating<T>(transaction: () => Promise<T>): Promise<T> {
  for (let repeats = 1; ; repeats += 1) {
    try {
      return await transaction();
    } catch (error) {
      const lostRace = [uniqueViolation, deadlock].includes(codeOf(error));
      if (!lostRace || repeats === repeatsMax) throw error;
    }
  }
}

export function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}
