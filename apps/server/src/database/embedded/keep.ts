import { setTimeout as delay } from 'node:timers/promises';
import { codeOf, messageOf } from './embedded-postgres-error.ts';
import type { Log } from './log.ts';
import { type EmbeddedPostgres, type EmbeddedPostgresOptions, startEmbeddedPostgres } from './start.ts';

export interface KeptPostgres {
  /** Stays the same, whatever happens to PostgreSQL. */
  readonly url: string;
  stop(): Promise<void>;
  /** Resolves with the reason when it cannot be brought up again. */
  readonly failed: Promise<string>;
}

export interface KeepOptions extends EmbeddedPostgresOptions {
  /** Is told when PostgreSQL ends by itself, and when it cannot be started again. */
  readonly warn: Log;
}

/** Of a kind that does not pass by itself, in a row. */
const failuresMax = 10;
const pauseMs = 100;
const pauseMsMax = 3_000;

/**
 * Starts the embedded PostgreSQL and keeps it running: where it ends without having been asked to (killed, out of memory), it is
 * started again on the same port, recovers from its log, and the server's connections find it where it was. Where it cannot start
 * for a reason that may pass, such as a full disk, it is tried until it can.
 *
 * @throws EmbeddedPostgresError where the first start fails
 */
export async function keepEmbeddedPostgres(options: KeepOptions): Promise<KeptPostgres> {
  const first = await startEmbeddedPostgres(options);
  const port = Number(new URL(first.url).port);
  let current: EmbeddedPostgres = first;
  let restarting: Promise<EmbeddedPostgres> | null = null;
  let stopping = false;

  const restart = async (): Promise<EmbeddedPostgres> => {
    let forGood = 0;
    for (let failures = 1; ; failures += 1) {
      try {
        return await startEmbeddedPostgres({ ...options, port });
      } catch (error) {
        forGood = codeOf(error) === 'failed' ? 0 : forGood + 1;
        if (stopping || forGood === failuresMax) throw error;
        options.warn('PostgreSQL could not be started again', { failures, reason: messageOf(error) });
        await delay(Math.min(pauseMs * failures, pauseMsMax));
      }
    }
  };
  const keep = async (): Promise<string> => {
    for (;;) {
      const { code, signal } = await current.exited;
      if (stopping) return new Promise(() => {});
      options.warn('PostgreSQL has ended by itself and is started again', { code, signal });
      try {
        restarting = restart();
        current = await restarting;
      } catch (error) {
        return `PostgreSQL has ended and cannot be started again: ${messageOf(error)}`;
      }
    }
  };

  return {
    url: first.url,
    failed: keep(),
    async stop() {
      stopping = true;
      await current.stop();
      // One that is just coming up must not be left behind.
      await restarting?.then(
        (next) => next.stop(),
        () => {},
      );
    },
  };
}
