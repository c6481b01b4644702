import type pg from 'pg';
import type { Logger } from 'pino';
import { type Config, embeddedDirectory } from '../config.ts';
import { awaitDatabase } from '../database/await-database.ts';
import { keepEmbeddedPostgres } from '../database/embedded/index.ts';
import { migrate, readMigrations } from '../database/migrate.ts';
import { makePartitions } from '../database/partitions.ts';
import { openPool } from '../database/pool.ts';
import { checkVersion } from '../database/version.ts';
import type { Ends } from './ends.ts';
import { warnTo } from './warn.ts';

export interface OpenDatabase {
  readonly url: string;
  readonly pool: pg.Pool;
  /** Callers of the API wait for these connections, for 5 s at most; reports and deliveries have those of `pool`. */
  readonly callersPool: pg.Pool;
  /** Resolves with the reason when the embedded PostgreSQL cannot be brought up again. */
  readonly failed: Promise<string>;
}

interface DatabaseNeeds {
  readonly config: Pick<Config, 'databaseUrl' | 'dataDir'>;
  readonly log: Logger;
  readonly now: () => number;
  readonly givenUp: AbortSignal;
  readonly ends: Ends;
}

/** The operator's PostgreSQL, or the embedded one; migrated, and ready to be written to. */
export async function openDatabase({ config, log, now, givenUp, ends }: DatabaseNeeds): Promise<OpenDatabase> {
  const warn = warnTo(log);
  const { url, failed } =
    config.databaseUrl === null
      ? await startEmbedded(config, log, ends)
      : { url: config.databaseUrl, failed: new Promise<string>(() => {}) };
  givenUp.throwIfAborted();

  const open = (connectionsMax: number, statementMsMax: number): pg.Pool => {
    const onLost = (error: Error): void => warn('an idle connection was lost', { error });
    const pool = openPool({ url, connectionsMax, statementMsMax, onLost });
    ends.add('connections', () => pool.end(), 500);
    return pool;
  };
  const pool = open(12, 30_000);
  const callersPool = open(4, 2_500);

  await awaitDatabase(pool, warn, givenUp);
  await checkVersion(pool);
  givenUp.throwIfAborted();
  await migrate(url, await readMigrations());
  await makePartitions(pool, now());
  givenUp.throwIfAborted();
  return { url, pool, callersPool, failed };
}

async function startEmbedded(
  config: Pick<Config, 'dataDir'>,
  log: Logger,
  ends: Ends,
): Promise<Pick<OpenDatabase, 'url' | 'failed'>> {
  const embedded = await keepEmbeddedPostgres({
    directory: embeddedDirectory(config),
    log: (message, details) => log.debug(details ?? {}, message),
    warn: warnTo(log),
  });
  ends.add('database', () => embedded.stop());
  return embedded;
}
