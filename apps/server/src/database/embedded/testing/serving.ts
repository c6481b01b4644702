import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { codeOf } from '../embedded-postgres-error.ts';
import type { EmbeddedPostgresOptions } from '../index.ts';
import { layoutOf } from '../layout.ts';
import { vacate } from '../occupant.ts';

export type ServeMessage =
  | { readonly kind: 'started'; readonly url: string }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string }
  | { readonly kind: 'interrupted' };

export interface Serving {
  readonly pid: number;
  /** The next thing it says. */
  next(): Promise<ServeMessage>;
  /** As kill -9 does; resolves when it is gone. */
  kill(): Promise<void>;
}

/** Runs `serve.ts`; at the end of the test it is killed and its PostgreSQL stopped. */
export function serve(options: Omit<EmbeddedPostgresOptions, 'log'>, uid?: number): Serving {
  const child = fork(fileURLToPath(new URL('./serve.ts', import.meta.url)), [JSON.stringify(options)], {
    cwd: '/',
    // The leader of a group, to which a test can send Ctrl-C.
    detached: true,
    execArgv: [],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  const messages = queueOf(child);
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  onTestFinished(async () => {
    await kill();
    // Where several were started on one directory, the last to be killed leaves the PostgreSQL to be stopped.
    await vacate(layoutOf(options.directory), () => undefined).catch((error: unknown) => {
      if (codeOf(error) !== 'in_use') throw error;
    });
  });
  return { pid: child.pid ?? 0, next: messages, kill };
}

function queueOf(child: ChildProcess): () => Promise<ServeMessage> {
  const waiting: ((message: ServeMessage) => void)[] = [];
  const arrived: ServeMessage[] = [];
  child.on('message', (message: ServeMessage) => {
    const first = waiting.shift();
    if (first === undefined) arrived.push(message);
    else first(message);
  });
  return () => {
    const first = arrived.shift();
    return first === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(first);
  };
}
