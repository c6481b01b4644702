import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { YandexMetricaSimulator } from '@otkuda/simulators';
import pg from 'pg';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../apps/server/src/database/embedded/index.ts';
import { checkAll } from './check-all.ts';
import { describeFindings } from './findings.ts';
import { freePort, KillableServer } from './killable-server.ts';
import { Ledger } from './ledger.ts';
import { Load } from './load.ts';
import { makeProject, startSlowMetrica, type TestedProject } from './project.ts';
import { FaultProxy } from './proxy.ts';
import { endLeases, settleDeliveries } from './settle.ts';

/** A server whose way to its PostgreSQL can be disturbed. */
export class FaultySite {
  readonly proxy: FaultProxy;
  readonly server: KillableServer;
  readonly project: TestedProject;
  readonly ledger = new Ledger();
  /** Straight to PostgreSQL. */
  readonly pool: pg.Pool;
  readonly #folder: string;
  readonly #metrica: YandexMetricaSimulator;
  #postgres: EmbeddedPostgres;
  #loads = 0;

  private constructor(
    folder: string,
    metrica: YandexMetricaSimulator,
    postgres: EmbeddedPostgres,
    proxy: FaultProxy,
    server: KillableServer,
    project: TestedProject,
  ) {
    this.#folder = folder;
    this.#metrica = metrica;
    this.#postgres = postgres;
    this.proxy = proxy;
    this.server = server;
    this.project = project;
    this.pool = new pg.Pool({ connectionString: postgres.url, max: 2 });
    this.pool.on('error', () => {});
  }

  static async open(): Promise<FaultySite> {
    const folder = await mkdtemp(join(tmpdir(), 'otkuda-faults-'));
    const metrica = await startSlowMetrica();
    const postgres = await startEmbeddedPostgres({ directory: join(folder, 'own'), log: () => {} });
    const proxy = await FaultProxy.open(Number(new URL(postgres.url).port));
    const throughProxy = new URL(postgres.url);
    throughProxy.port = String(proxy.port);
    const server = new KillableServer(await freePort(), {
      DATA_DIR: join(folder, 'data'),
      DATABASE_URL: throughProxy.href,
      YANDEX_METRICA_URL: metrica.url,
      OTKUDA_DELIVERY_FLUSH_SECONDS: '1',
      OTKUDA_DELIVERY_POLL_SECONDS: '0',
      LOG_LEVEL: 'fatal',
    });
    await server.start().ready;
    const project = await makeProject(server.url);
    return new FaultySite(folder, metrica, postgres, proxy, server, project);
  }

  /** Stories told while something is done to the storage; all is well when the account adds up afterwards. */
  async underLoad(disturb: () => Promise<void>): Promise<void> {
    this.#loads += 1;
    const addresses = { ...this.project, servers: [this.server.url] as const };
    const { ledger } = this;
    const load = new Load({ addresses, ledger, seed: this.#loads, senders: 4, pauseMsMax: 40 });
    load.start();
    try {
      await load.nextAcknowledgement(null);
      await disturb();
      await load.nextAcknowledgement(null);
    } finally {
      await load.stop();
    }
    if (this.server.unexpectedEnds.length > 0) throw new Error(this.server.unexpectedEnds.join('\n'));
  }

  /** What does not add up, in words; '' where all does. */
  async account(): Promise<string> {
    // Longer than Yandex takes for an answer: what was on its way has ended.
    await delay(500);
    await endLeases(this.pool, this.project.projectId);
    await settleDeliveries(this.pool, this.project.projectId);
    return describeFindings(await checkAll(this.pool, this.project.projectId, this.ledger, this.#metrica));
  }

  /** As an upgrade of PostgreSQL does. */
  async restartPostgres(awayMs: number): Promise<void> {
    const port = Number(new URL(this.#postgres.url).port);
    await this.#postgres.stop();
    await delay(awayMs);
    this.#postgres = await startEmbeddedPostgres({ directory: join(this.#folder, 'own'), log: () => {}, port });
  }

  async close(): Promise<void> {
    await this.server.stop();
    await this.pool.end();
    await this.proxy.close();
    await this.#postgres.stop();
    await this.#metrica.close();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
