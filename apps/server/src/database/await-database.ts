import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';

/**
 * It does not listen yet, its container has no address yet, or it is starting, recovering or about to go. Anything else, such as
 * a wrong password or an unknown host, does not pass by itself.
 */
const passing = new Set(['ECONNREFUSED', 'ECONNRESET', 'EAI_AGAIN', '57P01', '57P02', '57P03']);

const awaitedMs = 30_000;
const pauseMs = 250;

/**
 * Machines and containers start everything at once: a PostgreSQL that is still on its way up is waited for, for half a minute, or until
 * nobody wants to start any more.
 */
export async function awaitDatabase(
  pool: Pick<pg.Pool, 'query'>,
  warn: (message: string, details: object) => void,
  givenUp: AbortSignal,
): Promise<void> {
  const untilMs = performance.now() + awaitedMs;
  for (let tries = 1; ; tries += 1) {
    try {
      await pool.query('select 1');
      return;
    } catch (error) {
      if (!isPassing(error) || performance.now() > untilMs) throw error;
      if (tries === 1) warn('the database cannot be reached yet, it is waited for', { error });
      await delay(pauseMs, undefined, { signal: givenUp });
    }
  }
}

function isPassing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && passing.has(error.code);
}
