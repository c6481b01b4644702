import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { ownPort } from '../../apps/server/src/testing/own-port.ts';
import { checkStored } from './check-all.ts';
import { Cluster } from './cluster.ts';
import { describeFindings } from './findings.ts';
import { KillableServer } from './killable-server.ts';
import { Ledger } from './ledger.ts';
import { underLoad } from './load.ts';
import { makeProject, startSlowMetrica, type TestedProject } from './project.ts';
import { DiskFiller, onSmallDisk } from './small-disk.ts';

/** A server with its embedded PostgreSQL on a disk that can be filled. */
export class SmallDiskSite {
  readonly ledger = new Ledger();
  readonly server: KillableServer;
  readonly project: TestedProject;
  /** DATA_DIR as it is seen from outside. */
  readonly #folder: string;
  readonly #ends: AsyncDisposableStack;
  #loads = 0;

  private constructor(server: KillableServer, project: TestedProject, folder: string, ends: AsyncDisposableStack) {
    this.server = server;
    this.project = project;
    this.#folder = folder;
    this.#ends = ends;
  }

  static async open(): Promise<SmallDiskSite> {
    await using ends = new AsyncDisposableStack();
    const folder = await mkdtemp(join(tmpdir(), 'otkuda-small-disk-'));
    ends.defer(() => rm(folder, { recursive: true, force: true }));
    const metrica = await startSlowMetrica();
    ends.defer(() => metrica.close());
    const environment = { DATA_DIR: folder, YANDEX_METRICA_URL: metrica.url, LOG_LEVEL: 'fatal' };
    const server = new KillableServer(await ownPort(), environment, onSmallDisk);
    ends.defer(async () => void (await server.stop()));
    await server.start().ready;
    const project = await makeProject(server.url);
    return new SmallDiskSite(server, project, `/proc/${server.pid}/root${folder}`, ends.move());
  }

  /** Stories told while the disk is full. */
  async whileFull(work: () => Promise<void>): Promise<void> {
    this.#loads += 1;
    const addresses = { ...this.project, servers: [this.server.url] as const };
    await underLoad({ addresses, ledger: this.ledger, seed: this.#loads, senders: 4, pauseMsMax: 40 }, async () => {
      const filler = new DiskFiller(this.#folder);
      await filler.fill();
      try {
        await work();
      } finally {
        await filler.free();
      }
    });
    if (this.server.unexpectedEnds.length > 0) throw new Error(this.server.unexpectedEnds.join('\n'));
  }

  /** Begins new files of PostgreSQL's log until there is no room for one: then it ends by itself. */
  async exhaustLog(): Promise<void> {
    await this.#withPool(async (pool) => {
      for (;;) await pool.query('select pg_switch_wal()');
    }).catch(() => {});
  }

  async account(): Promise<string> {
    return this.#withPool(async (pool) =>
      describeFindings(await checkStored(pool, this.project.projectId, this.ledger)),
    );
  }

  async close(): Promise<void> {
    await this.#ends.disposeAsync();
  }

  async #withPool<T>(work: (pool: pg.Pool) => Promise<T>): Promise<T> {
    const pool = new pg.Pool({ connectionString: await new Cluster(join(this.#folder, 'postgres')).url(), max: 1 });
    pool.on('error', () => {});
    try {
      return await work(pool);
    } finally {
      await pool.end();
    }
  }
}
