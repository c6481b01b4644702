import { readdir } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from './log.ts';
import { commandLineOf, parentOf, signal, startTimeOf, untilEnded, worksIn } from './processes.ts';

/** How long an orphaned child may take to follow a signal that every child of PostgreSQL follows at once. */
const END_MS = 5_000;

/**
 * Ends PostgreSQL's child processes whose main process was killed. They notice it themselves when they next wait, but
 * one in a long query holds the shared memory until it is done, and no new PostgreSQL starts before that.
 */
export async function endLeftovers(cluster: string, log: Log): Promise<void> {
  if (process.platform !== 'linux') return;
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const orphans: number[] = [];
  for (const pid of pids) if (await isOrphanedChild(pid, cluster)) orphans.push(pid);
  if (orphans.length === 0) return;
  log('Ending what is left of a killed PostgreSQL', { pids: orphans });
  await Promise.all(orphans.map(end));
}

async function isOrphanedChild(pid: number, cluster: string): Promise<boolean> {
  if (!(await isChildOn(pid, cluster))) return false;
  // A child with a main process belongs to another server that is starting at this moment.
  const parent = await parentOf(pid);
  return parent !== undefined && !(await worksIn(parent, cluster));
}

async function isChildOn(pid: number, cluster: string): Promise<boolean> {
  // Children give themselves titles such as "postgres: checkpointer".
  return (await commandLineOf(pid))?.startsWith('postgres: ') === true && (await worksIn(pid, cluster));
}

async function end(pid: number): Promise<void> {
  const startTime = await startTimeOf(pid);
  if (startTime === undefined) return;
  const ended = untilEnded(pid, startTime);
  const timer = new AbortController();
  signal(pid, 'SIGQUIT');
  const force = delay(END_MS, undefined, { signal: timer.signal }).then(
    () => signal(pid, 'SIGKILL'),
    () => undefined,
  );
  await ended;
  timer.abort();
  await force;
}
