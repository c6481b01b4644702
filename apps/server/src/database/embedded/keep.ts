import { setTimeout as delay } from 'node:timers/promises';
import { messageOf } from './embedded-postgres-error.ts';
import { type EmbeddedPostgres, type EmbeddedPostgresOptions, startEmbeddedPostgres } from './start.ts';

export interface KeptPostgres {
  /** Stays the same, whatever happens to PostgreSQL. */
  readonly url: string;
  stop(): Promise<void>;
  /** Resolves with the reason when it cannot be brought up again. */
  readonly failed: Promise<string>;
}

const failuresMax = 10;
const pauseMs = 100;

/**
 * Starts the embedded PostgreSQL and keeps it running: where it ends without having been asked to (killed, out of memory), it is
 * started again on the same port, recovers from its log, and the server's connections find it where it was.
 *
 * @throws EmbeddedPostgresError where the first start fails
 */
export async function keepEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<KeptPostgres> {
  const first = await startEmbeddedPostgres(options);
  const port = Number(new URL(first.url).port);
  let current: EmbeddedPostgres = first;
  let stopping = false;

  const restart = async (): Promise<EmbeddedPostgres> => {
    for (let failures = 1; ; failures += 1) {
      try {
        return await startEmbeddedPostgres({ ...options, port });
      } catch (error) {
        if (stopping || failures === failuresMax) throw error;
        options.log('PostgreSQL could not be started again', { failures, reason: messageOf(error) });
        await delay(pauseMs * failures);
      }
    }
  };
  const keep = async (): Promise<string> => {
    for (;;) {
      const { code, signal } = await current.exited;
      if (stopping) return new Promise(() => {});
      options.log('PostgreSQL has ended by itself and is started again', { code, signal });
      try {
        current = await restart();
      } catch (error) {
        return `PostgreSQL has ended and cannot be started again: ${messageOf(error)}`;
      }
      if (stopping) await current.stop();
    }
  };

  return {
    url: first.url,
    failed: keep(),
    stop() {
      stopping = true;
      return current.stop();
    },
  };
}
