import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { commandAs } from './account.ts';
import type { Seat } from './choose-account.ts';
import { freePort } from './free-port.ts';
import type { Layout } from './layout.ts';
import type { Log } from './log.ts';
import { currentOwner } from './owner.ts';
import { readPostmasterPidFile } from './postmaster-pid-file.ts';
import { childOptions } from './run-program.ts';
import { explainRefusal, openServerLog, type Refusal, readServerLog } from './server-log.ts';
import { serverArguments } from './settings.ts';
import { shutDown } from './shutdown.ts';

const POLL_MS = 10;
const PATIENCE_MS = 10_000;

export interface Exit {
  readonly code: number | null;
  readonly signal: string | null;
}

/** PostgreSQL's main process, a child of ours. */
export interface Postmaster {
  readonly kind: 'running';
  readonly pid: number;
  readonly port: number;
  readonly exited: Promise<Exit>;
  stop(fastMs?: number): Promise<void>;
}

export interface LaunchRequest {
  readonly layout: Layout;
  readonly seat: Seat;
  readonly settings: Readonly<Record<string, string>>;
  readonly log: Log;
  /** By default any that is free. */
  readonly choosePort?: () => Promise<number>;
}

/** Starts PostgreSQL on a free port and waits until it takes connections or says why it will not. */
export async function launch(request: LaunchRequest): Promise<Postmaster | Refusal> {
  const { layout, seat, settings, log, choosePort = freePort } = request;
  const port = await choosePort();
  const args = serverArguments(layout.cluster, port, await currentOwner(), settings);
  const { handle, startBytes } = await openServerLog(layout.log, seat.account);
  const child = await spawnServer(seat, args, handle.fd);
  // PostgreSQL has a handle of its own.
  await handle.close();
  if ('kind' in child) return child;
  try {
    if (await untilReady(layout.cluster, child, log)) return { kind: 'running', port, ...child };
  } catch (error) {
    await child.stop();
    throw error;
  }
  return explainRefusal(await readServerLog(layout.log, startBytes));
}

type Started = Pick<Postmaster, 'pid' | 'exited' | 'stop'>;

function spawnServer(seat: Seat, args: readonly string[], log: number): Promise<Started | Refusal> {
  const command = commandAs(seat.account, join(seat.bin, 'postgres'), args);
  return new Promise((resolve) => {
    const child = spawn(command.file, command.args, { ...childOptions(command), stdio: ['ignore', log, log] });
    const exited = new Promise<Exit>((ended) => child.once('exit', (code, signal) => ended({ code, signal })));
    let stopping: Promise<void> | undefined;
    const stop = (fastMs?: number) => {
      stopping ??= shutDown({ signal: (name) => child.kill(name), ended: exited }, fastMs);
      return stopping;
    };
    child.on('error', (error) => resolve({ kind: 'failed', reason: error.message }));
    child.once('spawn', () => child.pid !== undefined && resolve({ pid: child.pid, exited, stop }));
  });
}

/**
 * False where it ended instead. Its own word (`postmaster.pid`) is waited for before the first connection, because each
 * one it has to turn away leaves a line in its log. No limit: recovery after a crash takes what it takes.
 */
async function untilReady(cluster: string, child: Started, log: Log): Promise<boolean> {
  const ended = child.exited.then(() => true);
  let reminder = performance.now() + PATIENCE_MS;
  do {
    const file = await readPostmasterPidFile(cluster);
    if (file?.pid === child.pid && file.ready) return true;
    if (performance.now() > reminder) {
      log('PostgreSQL is still starting, probably recovering after a crash', { pid: child.pid });
      reminder += PATIENCE_MS;
    }
  } while (!(await Promise.race([ended, delay(POLL_MS, false)])));
  return false;
}
