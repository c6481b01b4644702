import type pg from 'pg';
import type { Writer } from '../ingest/writer.ts';

/** Tells why events cannot be taken right now; null: they can. */
export function readinessOf(callersPool: pg.Pool, writer: Pick<Writer, 'trouble'>): () => Promise<string | null> {
  return async () => ((await answers(callersPool)) ? writer.trouble : 'the database does not answer');
}

async function answers(pool: pg.Pool): Promise<boolean> {
  try {
    await pool.query('select 1');
    return true;
  } catch {
    return false;
  }
}
