import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { keepEmbeddedPostgres } from '../../apps/server/src/database/embedded/index.ts';
import { ownPort } from '../../apps/server/src/testing/own-port.ts';
import { Cluster } from './cluster.ts';
import { KillableServer } from './killable-server.ts';

/** What is killed: one or two servers and their PostgreSQL. */
export interface Site {
  readonly servers: readonly [KillableServer, ...KillableServer[]];
  readonly cluster: Cluster;
  stop(): Promise<void>;
}

export interface SiteOptions {
  readonly folder: string;
  readonly metricaUrl: string;
  readonly servers: number;
}

/** One server with its embedded PostgreSQL, or several on a PostgreSQL that somebody else keeps running. */
export async function openSite(options: SiteOptions): Promise<Site> {
  const site = options.servers === 1 ? await openAlone(options) : await openShared(options);
  try {
    // One after the other, as an operator does: the first one migrates.
    for (const server of site.servers) await server.start().ready;
    return site;
  } catch (error) {
    await site.stop();
    throw error;
  }
}

function environmentOf({ metricaUrl }: SiteOptions): Record<string, string> {
  return {
    YANDEX_METRICA_URL: metricaUrl,
    OTKUDA_SECRET_KEY: 'a-secret-key-of-the-kill-test',
    // Yandex takes its time, and what was stored meanwhile follows at once: most kills find a batch on its way.
    OTKUDA_DELIVERY_FLUSH_SECONDS: '0',
    OTKUDA_DELIVERY_POLL_SECONDS: '0',
    LOG_LEVEL: 'fatal',
  };
}

async function openAlone(options: SiteOptions): Promise<Site> {
  const server = new KillableServer(await ownPort(), { ...environmentOf(options), DATA_DIR: options.folder });
  const cluster = new Cluster(join(options.folder, 'postgres'));
  return {
    servers: [server],
    cluster,
    async stop() {
      await server.stop();
      await cluster.vacate();
    },
  };
}

async function openShared(options: SiteOptions): Promise<Site> {
  const directory = join(options.folder, 'shared');
  const postgres = await keepEmbeddedPostgres({ directory, log: () => {}, warn: () => {} });
  const environment = { ...environmentOf(options), DATABASE_URL: postgres.url };
  const open = async (n: number): Promise<KillableServer> => {
    const DATA_DIR = join(options.folder, `server-${n}`);
    await mkdir(DATA_DIR);
    return new KillableServer(await ownPort(), { ...environment, DATA_DIR });
  };
  const servers: [KillableServer, ...KillableServer[]] = [await open(1)];
  for (let n = 2; n <= options.servers; n += 1) servers.push(await open(n));
  return {
    servers,
    cluster: new Cluster(directory),
    async stop() {
      await Promise.all(servers.map((server) => server.stop()));
      await postgres.stop();
    },
  };
}
