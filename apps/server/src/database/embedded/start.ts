import { chmod, mkdir, readFile, realpath, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { RunAs } from './account.ts';
import { findBinaries } from './binaries.ts';
import { chooseAccount, type Seat } from './choose-account.ts';
import { ensureDatabase } from './connect.ts';
import { codeOf, EmbeddedPostgresError, messageOf } from './embedded-postgres-error.ts';
import { chownTree } from './file-tree.ts';
import { freePort } from './free-port.ts';
import { initialise, NAME } from './initialise.ts';
import { launchPersistently } from './launch-persistently.ts';
import { assertWhole, damaged, hasInstance, type Layout, layoutOf } from './layout.ts';
import type { Log } from './log.ts';
import { vacate } from './occupant.ts';
import type { Exit, Postmaster } from './postmaster.ts';
import { removeLeftStaging } from './staging.ts';

export interface EmbeddedPostgresOptions {
  /** `<DATA_DIR>/postgres`, created where it is missing. */
  readonly directory: string;
  readonly log: Log;
  /** PostgreSQL settings that override or add to the defaults. */
  readonly settings?: Readonly<Record<string, string>>;
  /** A directory with `postgres` and `initdb` to use instead of the npm package's. */
  readonly binaries?: string;
  /** The port to listen on; by default any that is free. */
  readonly port?: number;
  /** The only way of running it that may be tried, for tests; by default the first that works. */
  readonly runAs?: RunAs;
}

export interface EmbeddedPostgres {
  /** `postgres://otkuda:<password>@127.0.0.1:<port>/otkuda` */
  readonly url: string;
  /** Shuts it down and waits for its end. May be called any number of times. */
  stop(): Promise<void>;
  /** Resolves when PostgreSQL has ended, whether that was wanted or not. */
  readonly exited: Promise<Exit>;
}

/**
 * Starts a PostgreSQL of the server's own, creating its database the first time, and resolves when it takes
 * connections. What a killed server has left is stopped first.
 *
 * @throws EmbeddedPostgresError
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  try {
    return await start(options);
  } catch (error) {
    if (error instanceof EmbeddedPostgresError) throw error;
    const hint =
      codeOf(error) === 'EACCES' ? `. The server runs as user id ${process.getuid?.()}: is it its owner?` : '';
    const reason = `The database in ${options.directory} could not be started: ${messageOf(error)}${hint}`;
    throw new EmbeddedPostgresError('failed', reason, { cause: error });
  }
}

async function start(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { log } = options;
  const begun = performance.now();
  const binaries = await findBinaries(options.binaries);
  const layout = await prepareDirectory(resolve(options.directory));
  const isFirst = !(await hasInstance(layout));
  if (!isFirst) {
    await assertWhole(layout, binaries.major);
    await vacate(layout, log);
  }
  await removeLeftStaging(layout.directory, log);
  const { directory } = layout;
  const cluster = isFirst ? undefined : layout.cluster;
  const seat = await chooseAccount({ directory, cluster, binaries, log, runAs: options.runAs });
  if (isFirst) await initialise(layout, seat, binaries.major);
  else await handOver(layout, seat);
  const { settings = {}, port: wantedPort } = options;
  const choosePort = wantedPort === undefined ? freePort : () => Promise.resolve(wantedPort);
  const postmaster = await launchPersistently({ layout, seat, settings, log, choosePort });
  const url = await open(layout, postmaster);
  const { pid, port } = postmaster;
  const startedInMs = Math.round(performance.now() - begun);
  log('PostgreSQL is running', {
    pid,
    port,
    version: binaries.version,
    runAs: seat.account.kind,
    isFirst,
    startedInMs,
  });
  return { url, exited: postmaster.exited, stop: () => postmaster.stop() };
}

async function prepareDirectory(directory: string): Promise<Layout> {
  // Looked at before it is touched: nothing may be changed in a place that is not ours.
  await hasInstance(layoutOf(directory));
  await mkdir(dirname(directory), { recursive: true });
  // The mode is for this one alone: DATA_DIR has other readers.
  await mkdir(directory, { recursive: true, mode: 0o700 });
  return layoutOf(await realpath(directory));
}

/**
 * Gives the cluster to the account, where it was made while PostgreSQL could run as the server's own user, and to it
 * alone: a copy or a volume may have come with wider modes, which PostgreSQL refuses.
 */
async function handOver(layout: Layout, { account }: Seat): Promise<void> {
  const { uid, mode } = await stat(layout.cluster);
  if (account.kind === 'uid' && account.uid !== uid) await chownTree(layout.cluster, account.uid, account.gid);
  if ((mode & 0o077) !== 0) await chmod(layout.cluster, 0o700);
}

async function open(layout: Layout, postmaster: Postmaster): Promise<string> {
  try {
    const password = await readFile(layout.password, 'utf8');
    const url = `postgres://${NAME}:${password}@127.0.0.1:${postmaster.port}/${NAME}`;
    await ensureDatabase(url);
    return url;
  } catch (error) {
    await postmaster.stop();
    if (codeOf(error) === '28P01') throw damaged(layout, 'instance/password is not the password of this database');
    throw error;
  }
}
