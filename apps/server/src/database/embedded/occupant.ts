import { setTimeout as delay } from 'node:timers/promises';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import type { Layout } from './layout.ts';
import { endLeftovers } from './leftovers.ts';
import type { Log } from './log.ts';
import { isAlive, ownerIn, pidOf } from './owner.ts';
import { type PostmasterPidFile, readPostmasterPidFile, removePostmasterPidFile } from './postmaster-pid-file.ts';
import { commandLineOf, isTaken, signal, startTimeOf, untilEnded, worksIn } from './processes.ts';
import { shutDown } from './shutdown.ts';

const POLL_MS = 10;
const UNFINISHED_MS = 500;

/**
 * Makes sure that no PostgreSQL runs on the cluster: one that outlived its server is shut down in order, and so is what
 * is left of one that was killed.
 *
 * @throws EmbeddedPostgresError `in_use` where it belongs to a living server
 */
export async function vacate(layout: Layout, log: Log): Promise<void> {
  const file = await readFinishedPidFile(layout.cluster);
  if (file === undefined) return;
  const running = file.pid === undefined ? undefined : await runningPostmaster(file.pid, layout.cluster);
  if (running !== undefined) {
    await assertOrphan(layout, running);
    log('Stopping the PostgreSQL that a killed server has left', { pid: running.pid });
    const { pid, startTime } = running;
    return shutDown({ signal: (name) => signal(pid, name), ended: untilEnded(pid, startTime) });
  }
  await endLeftovers(layout.cluster, log);
  // PostgreSQL overlooks the file of a dead process, but not one whose id some process has now, or that names none.
  if (file.pid === undefined || isTaken(file.pid)) await removePostmasterPidFile(layout.cluster, file);
}

interface RunningPostmaster {
  readonly pid: number;
  readonly startTime: string;
  readonly commandLine: string;
}

async function assertOrphan(layout: Layout, running: RunningPostmaster): Promise<void> {
  const owner = ownerIn(running.commandLine);
  if (owner !== undefined && !(await isAlive(owner))) return;
  const holder =
    owner === undefined
      ? 'a PostgreSQL that Otkuda did not start'
      : `the Otkuda server with process id ${pidOf(owner)}`;
  throw new EmbeddedPostgresError(
    'in_use',
    `The database in ${layout.directory} is in use by ${holder} (PostgreSQL has process id ${running.pid}). ` +
      'Stop it first, or choose another DATA_DIR.',
  );
}

/** The process, if it is PostgreSQL's main process on this cluster and not one that got its id later. */
async function runningPostmaster(pid: number, cluster: string): Promise<RunningPostmaster | undefined> {
  const startTime = await startTimeOf(pid);
  const commandLine = await commandLineOf(pid);
  if (startTime === undefined || commandLine === undefined || !/(?:^|\/)postgres /.test(commandLine)) return undefined;
  const here = process.platform === 'linux' ? await worksIn(pid, cluster) : commandLine.includes(cluster);
  return here ? { pid, startTime, commandLine } : undefined;
}

/** PostgreSQL writes the file at once; one that stays empty was cut off by a crash of the machine. */
async function readFinishedPidFile(cluster: string): Promise<PostmasterPidFile | undefined> {
  const deadline = performance.now() + UNFINISHED_MS;
  for (;;) {
    const file = await readPostmasterPidFile(cluster);
    if (file === undefined || file.pid !== undefined || performance.now() > deadline) return file;
    await delay(POLL_MS);
  }
}
