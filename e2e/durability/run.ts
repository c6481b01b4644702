import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { checkAll } from './check-all.ts';
import type { Findings } from './findings.ts';
import { type Kill, killAtRandom } from './kill-rounds.ts';
import { Ledger } from './ledger.ts';
import { Load } from './load.ts';
import { counterId, makeProject, startSlowMetrica } from './project.ts';
import { seededRandom } from './random.ts';
import { settleDeliveries } from './settle.ts';
import { openSite } from './site.ts';

export interface DurabilityOptions {
  readonly kills: number;
  readonly servers: number;
  readonly seed: number;
  readonly senders: number;
  readonly pauseMsMax: number;
  readonly onKill: (kill: Kill, number: number, ledger: Ledger) => void;
  /** Before the wait for what is still to be told to the ad system. */
  readonly beforeSettling?: (pool: pg.Pool, projectId: string) => Promise<void>;
}

export interface DurabilityReport {
  readonly ledger: Ledger;
  readonly findings: Findings;
  readonly conversions: number;
  readonly uploads: number;
}

/** Load, kills, and then the ledger of the senders held against the database and the ad system. */
export async function proveDurability(options: DurabilityOptions): Promise<DurabilityReport> {
  const folder = await mkdtemp(join(tmpdir(), 'otkuda-durability-'));
  const metrica = await startSlowMetrica();
  try {
    const site = await openSite({ folder, metricaUrl: metrica.url, servers: options.servers });
    try {
      const project = await makeProject(site.servers[0].url);
      const ledger = new Ledger();
      const [first, ...others] = site.servers;
      const addresses = { ...project, servers: [first.url, ...others.map(({ url }) => url)] as const };
      const load = new Load({ addresses, ledger, ...options });
      load.start();
      try {
        const onKill = (kill: Kill, number: number): void => options.onKill(kill, number, ledger);
        await killAtRandom({ site, load, random: seededRandom(options.seed), kills: options.kills, onKill });
      } finally {
        await load.stop();
      }
      const pool = new pg.Pool({ connectionString: await site.cluster.url(), max: 2 });
      pool.on('error', () => {});
      try {
        await options.beforeSettling?.(pool, project.projectId);
        await settleDeliveries(pool, project.projectId);
        const findings = await checkAll(pool, project.projectId, ledger, metrica);
        const [conversions, uploads] = [metrica.accepted(counterId).length, metrica.uploads(counterId).length];
        return { ledger, findings, conversions, uploads };
      } finally {
        await pool.end();
      }
    } finally {
      await site.stop();
    }
  } finally {
    await metrica.close();
    await rm(folder, { recursive: true, force: true });
  }
}
