import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { codeOf } from './embedded-postgres-error.ts';
import { NAME } from './initialise.ts';

const RETRY_MS = 15;
const RETRY_FOR_MS = 5_000;

/** It does not listen yet (`ECONNREFUSED`, `ECONNRESET`) or is still starting (cannot_connect_now). */
const NOT_YET = new Set(['ECONNREFUSED', 'ECONNRESET', '57P03']);
const DATABASE_IS_MISSING = '3D000';

/**
 * Connects once for a proof that the server can be used, and creates its database where it is missing: after the first
 * start, or one that was cut off before this point.
 *
 * @throws what `pg` throws, such as 28P01 for a password that is not this cluster's
 */
export async function ensureDatabase(url: string): Promise<void> {
  const deadline = performance.now() + RETRY_FOR_MS;
  for (;;) {
    try {
      return await once(url, 'SELECT 1');
    } catch (error) {
      const code = codeOf(error) ?? '';
      if (code === DATABASE_IS_MISSING) await createDatabase(url);
      else if (!NOT_YET.has(code) || performance.now() > deadline) throw error;
      else await delay(RETRY_MS);
    }
  }
}

async function createDatabase(url: string): Promise<void> {
  const maintenance = new URL(url);
  maintenance.pathname = '/postgres';
  await once(maintenance.href, `CREATE DATABASE ${NAME}`);
}

async function once(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  // Without a listener an error between two statements would end the process; the pending call reports it anyway.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query(statement);
  } finally {
    await client.end().catch(() => undefined);
  }
}
