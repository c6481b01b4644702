import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { YandexMetricaSimulator } from '@otkuda/simulators';
import pg from 'pg';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../apps/server/src/database/embedded/index.ts';
import { ownPort } from '../../apps/server/src/testing/own-port.ts';
import { checkAll, checkStored } from './check-all.ts';
import { describeFindings } from './findings.ts';
import { KillableServer } from './killable-server.ts';
import { Ledger } from './ledger.ts';
import { underLoad } from './load.ts';
import { makeProject, startSlowMetrica, type TestedProject } from './project.ts';
import { FaultProxy } from './proxy.ts';
import { endLeasesSoon, settleDeliveries } from './settle.ts';

interface Parts {
  readonly proxy: FaultProxy;
  readonly server: KillableServer;
  readonly project: TestedProject;
  readonly metrica: YandexMetricaSimulator;
  readonly postgres: RestartablePostgres;
  /** Straight to PostgreSQL. */
  readonly pool: pg.Pool;
  readonly ends: AsyncDisposableStack;
}

/** A server whose way to its PostgreSQL can be disturbed. */
export class FaultySite {
  readonly ledger = new Ledger();
  readonly proxy: FaultProxy;
  readonly server: KillableServer;
  readonly project: TestedProject;
  readonly pool: pg.Pool;
  readonly postgres: RestartablePostgres;
  readonly #metrica: YandexMetricaSimulator;
  readonly #ends: AsyncDisposableStack;
  #loads = 0;

  private constructor({ proxy, server, project, pool, postgres, metrica, ends }: Parts) {
    this.proxy = proxy;
    this.server = server;
    this.project = project;
    this.pool = pool;
    this.postgres = postgres;
    this.#metrica = metrica;
    this.#ends = ends;
  }

  static async open(): Promise<FaultySite> {
    await using ends = new AsyncDisposableStack();
    const folder = await mkdtemp(join(tmpdir(), 'otkuda-faults-'));
    ends.defer(() => rm(folder, { recursive: true, force: true }));
    const metrica = await startSlowMetrica();
    ends.defer(() => metrica.close());
    const postgres = await RestartablePostgres.start(join(folder, 'own'));
    ends.defer(() => postgres.stop());
    const pool = new pg.Pool({ connectionString: postgres.url, max: 2 });
    pool.on('error', () => {});
    ends.defer(() => pool.end());
    const throughProxy = new URL(postgres.url);
    const proxy = await FaultProxy.open(Number(throughProxy.port));
    ends.defer(() => proxy.close());
    throughProxy.port = String(proxy.port);
    const server = new KillableServer(await ownPort(), {
      DATA_DIR: join(folder, 'data'),
      DATABASE_URL: throughProxy.href,
      YANDEX_METRICA_URL: metrica.url,
      OTKUDA_DELIVERY_FLUSH_SECONDS: '1',
      OTKUDA_DELIVERY_POLL_SECONDS: '0',
      LOG_LEVEL: 'fatal',
    });
    ends.defer(async () => void (await server.stop()));
    await server.start().ready;
    const project = await makeProject(server.url);
    return new FaultySite({ proxy, server, project, metrica, postgres, pool, ends: ends.move() });
  }

  /** Stories told while something is done to the storage. */
  async underLoad(disturb: () => Promise<void>): Promise<void> {
    this.#loads += 1;
    const addresses = { ...this.project, servers: [this.server.url] as const };
    await underLoad({ addresses, ledger: this.ledger, seed: this.#loads, senders: 4, pauseMsMax: 40 }, disturb);
    if (this.server.unexpectedEnds.length > 0) throw new Error(this.server.unexpectedEnds.join('\n'));
  }

  /** PostgreSQL's process that ingestion is connected to; null where there is none at this moment. */
  async writerPid(): Promise<number | null> {
    try {
      const { rows } = await this.pool.query<{ pid: number }>(
        `select pid from pg_stat_activity where application_name = 'otkuda-writer'`,
      );
      return rows[0]?.pid ?? null;
    } catch {
      return null;
    }
  }

  /** What was acknowledged and is not there, or is there twice, or does not add up, in words; '' where all is well. */
  async account(): Promise<string> {
    return describeFindings(await checkStored(this.pool, this.project.projectId, this.ledger));
  }

  /** The same, once everything is told to the ad system. */
  async wholeAccount(): Promise<string> {
    await endLeasesSoon(this.pool, this.project.projectId);
    await settleDeliveries(this.pool, this.project.projectId);
    return describeFindings(await checkAll(this.pool, this.project.projectId, this.ledger, this.#metrica));
  }

  async close(): Promise<void> {
    await this.#ends.disposeAsync();
  }
}

/** A PostgreSQL of the operator's own, which is restarted as for an upgrade. */
export class RestartablePostgres {
  readonly url: string;
  readonly #directory: string;
  #running: EmbeddedPostgres;

  private constructor(directory: string, running: EmbeddedPostgres) {
    this.url = running.url;
    this.#directory = directory;
    this.#running = running;
  }

  static async start(directory: string): Promise<RestartablePostgres> {
    return new RestartablePostgres(directory, await startEmbeddedPostgres({ directory, log: () => {} }));
  }

  async restart(awayMs: number): Promise<void> {
    await this.stop();
    await delay(awayMs);
    const port = Number(new URL(this.url).port);
    this.#running = await startEmbeddedPostgres({ directory: this.#directory, log: () => {}, port });
  }

  async stop(): Promise<void> {
    await this.#running.stop();
  }
}
