import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export const root = join(import.meta.dirname, '..');
export const adminToken = 'e2e-admin-token-0001';

export interface ServerProcess {
  readonly child: ChildProcess;
  readonly url: string;
  /** Everything it wrote to its standard output. */
  readonly output: readonly string[];
  /** Its exit code, once it has ended. */
  readonly ended: Promise<number | null>;
}

export interface StartingProcess extends Omit<ServerProcess, 'url'> {
  /** Its address, once it is ready. */
  readonly ready: Promise<string>;
  /** Everything it wrote to its standard error. */
  readonly errors: readonly string[];
}

/** Starts a command in a process group of its own and waits for the line that says that the server is ready. */
export async function startProcess(
  command: readonly [string, ...string[]],
  environment: Readonly<Record<string, string>>,
  cwd = root,
): Promise<ServerProcess> {
  const { child, ready, output, ended } = spawnProcess(command, environment, cwd);
  return { child, url: await ready, output, ended };
}

/** The same without waiting. */
export function spawnProcess(
  command: readonly [string, ...string[]],
  environment: Readonly<Record<string, string>>,
  cwd = root,
): StartingProcess {
  const [program, ...args] = command;
  const child = spawn(program, args, {
    cwd,
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      PORT: '0',
      OTKUDA_ADMIN_TOKEN: adminToken,
      LOG_LEVEL: 'error',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  const errors: string[] = [];
  child.stderr?.on('data', (chunk: Buffer) => errors.push(chunk.toString()));
  const output: string[] = [];
  const said = new Promise<string>((resolve) => {
    if (child.stdout === null) return;
    createInterface({ input: child.stdout }).on('line', (line) => {
      output.push(line);
      const url = /Otkuda is ready at (\S+)/.exec(line)?.[1];
      if (url !== undefined) resolve(url);
    });
  });
  const failed = ended.then((code) =>
    Promise.reject(new Error(`ended with ${code} before it was ready: ${errors.join('')}`)),
  );
  const ready = Promise.race([said, failed]);
  ready.catch(() => {});
  return { child, ready, output, errors, ended };
}

/** A temporary DATA_DIR, and everything started in it ended and removed whatever happens. */
export async function inTemporaryFolder<T>(
  work: (folder: string, started: (server: ServerProcess) => ServerProcess) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'otkuda-e2e-'));
  const processes: ServerProcess[] = [];
  try {
    return await work(folder, (server) => {
      processes.push(server);
      return server;
    });
  } finally {
    for (const { child, ended } of processes) {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      await ended;
    }
    await rm(folder, { recursive: true, force: true });
  }
}

export async function manage(url: string, verb: string, path: string, body?: object): Promise<Record<string, unknown>> {
  const response = await fetch(`${url}/api/v1${path}`, {
    method: verb,
    headers: {
      authorization: `Bearer ${adminToken}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer = (await response.json()) as Record<string, unknown>;
  if (!response.ok) throw new Error(`${verb} ${path}: ${response.status} ${JSON.stringify(answer)}`);
  return answer;
}

/** A bot's project with a key without limits. */
export async function makeBot(url: string): Promise<{ projectId: string; key: string }> {
  const project = await manage(url, 'POST', '/projects', {
    platform: 'telegram',
    kind: 'bot',
    title: 'E2E',
    username: 'e2e_bot',
  });
  const projectId = String(project.id);
  const key = await manage(url, 'POST', `/projects/${projectId}/keys`, {
    limits: { per_second: 0, per_hour: 0, per_day: 0 },
  });
  return { projectId, key: String(key.key) };
}
