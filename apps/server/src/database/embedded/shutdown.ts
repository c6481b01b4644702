import { setTimeout as delay } from 'node:timers/promises';

export interface Running {
  signal(name: NodeJS.Signals): void;
  /** Resolves when it is no more. */
  readonly ended: Promise<unknown>;
}

/** How long a fast shutdown may take; the server as a whole has 10 s to end. */
export const FAST_SHUTDOWN_MS = 8_000;
/** PostgreSQL itself kills what does not follow an immediate shutdown within 5 s. */
const IMMEDIATE_SHUTDOWN_MS = 6_000;

/**
 * Ends PostgreSQL and waits for it: fast (connections are cut, all is written, the next start is quick), then immediate
 * (the next start recovers from the log), then by force. No acknowledged transaction is lost by any of them.
 */
export async function shutDown(running: Running, fastMs: number = FAST_SHUTDOWN_MS): Promise<void> {
  running.signal('SIGINT');
  if (await endsWithin(running.ended, fastMs)) return;
  running.signal('SIGQUIT');
  if (await endsWithin(running.ended, IMMEDIATE_SHUTDOWN_MS)) return;
  running.signal('SIGKILL');
  await running.ended;
}

async function endsWithin(ended: Promise<unknown>, milliseconds: number): Promise<boolean> {
  const timer = new AbortController();
  try {
    return await Promise.race([ended.then(() => true), delay(milliseconds, false, { signal: timer.signal })]);
  } finally {
    timer.abort();
  }
}
