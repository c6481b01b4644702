import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { LoadOptions, LoadResult } from './load.ts';

export const adminToken = 'bench-admin-token-0001';
const server = join(import.meta.dirname, '../../apps/server/src/main.ts');
const startScript = join(import.meta.dirname, '../../scripts/start.sh');

export interface Running {
  readonly child: ChildProcess;
  readonly port: number;
  /** From the start of the process to the line that says it is ready. */
  readonly readyMs: number;
  stop(): Promise<void>;
}

/** As `npm start` starts it. */
const nodeFlags = /^exec node (.+) apps\/server/m.exec(readFileSync(startScript, 'utf8'))?.[1]?.split(' ') ?? [];

export function startServer(dataDir: string, environment: Record<string, string> = {}): Promise<Running> {
  return start([...nodeFlags, server], /Otkuda is ready at http:\/\/127\.0\.0\.1:(\d+)/, {
    DATA_DIR: dataDir,
    PORT: '0',
    OTKUDA_ADMIN_TOKEN: adminToken,
    LOG_LEVEL: 'error',
    ...environment,
  });
}

export function startEcho(kind: 'echo' | 'redirect'): Promise<Running> {
  return start([join(import.meta.dirname, 'echo.ts'), kind], /listening on (\d+)/, {});
}

async function start(args: readonly string[], ready: RegExp, environment: Record<string, string>): Promise<Running> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const port = await Promise.race([
    (async () => {
      for await (const line of createInterface({ input: child.stdout })) {
        const found = ready.exec(line)?.[1];
        if (found !== undefined) return Number(found);
      }
      throw new Error('it ended before it was ready');
    })(),
    ended.then(() => Promise.reject(new Error('it ended before it was ready'))),
  ]);
  const readyMs = performance.now() - startedAt;
  child.stdout.resume();
  return {
    child,
    port,
    readyMs,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** Puts load on a port from a process of its own. */
export function load(options: LoadOptions): Promise<LoadResult> {
  return runInProcess<LoadResult>('load.ts', options);
}

/** Runs a file beside this one with its options and gives what it prints. */
export async function runInProcess<Result>(file: string, options: object): Promise<Result> {
  const child = spawn(process.execPath, [join(import.meta.dirname, file), JSON.stringify(options)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${file} ended in error`);
  return JSON.parse(output) as Result;
}

/** Resident memory of a process in bytes (Linux). */
export async function memoryOf({ child }: Running): Promise<number> {
  const status = await readFile(`/proc/${child.pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024;
}

// A tick of the clock that Linux counts processor time in.
const tickMicros = 10_000;

/** Processor time that a process and all below it have used so far, in microseconds (Linux). */
export async function cpuMicrosOf({ child }: Running): Promise<number> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(pids.map(async (pid) => [Number(pid), await timesOf(pid)] as const));
  const processes = new Map(found.flatMap(([pid, times]) => (times === null ? [] : [[pid, times] as const])));
  let ticks = 0;
  const family = [child.pid ?? 0];
  for (const pid of family) {
    ticks += processes.get(pid)?.ticks ?? 0;
    for (const [other, { parent }] of processes) if (parent === pid) family.push(other);
  }
  return ticks * tickMicros;
}

/** Its own time and that of children which have ended; null: it has ended. Source: proc_pid_stat(5). */
async function timesOf(pid: string): Promise<{ readonly parent: number; readonly ticks: number } | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  if (text === null) return null;
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  return { parent: Number(fields[1]), ticks };
}
