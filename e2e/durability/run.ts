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
  /** Uploads whose answer died with its server: asked about, and found or sent again. */
  readonly looks: { readonly found: number; readonly absent: number };
}

/** Load, kills, and then the ledger of the senders held against the database and the ad system. */
export async function proveDurability(options: DurabilityOptions): Promise<DurabilityReport> {
  await using ends = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'otkuda-durability-'));
  ends.defer(() => rm(folder, { recursive: true, force: true }));
  const metrica = await startSlowMetrica();
  ends.defer(() => metrica.close());
  const site = await openSite({ folder, metricaUrl: metrica.url, servers: options.servers });
  ends.defer(() => site.stop());

  const project = await makeProject(site.servers[0].url);
  const ledger = new Ledger();
  const [first, ...others] = site.servers;
  const addresses = { ...project, servers: [first.url, ...others.map(({ url }) => url)] as const };
  const load = new Load({ addresses, ledger, ...options });
  const onKill = (kill: Kill, number: number): void => options.onKill(kill, number, ledger);
  load.start();
  try {
    await killAtRandom({ site, load, random: seededRandom(options.seed), kills: options.kills, onKill });
  } finally {
    await load.stop();
  }

  const pool = new pg.Pool({ connectionString: await site.cluster.url(), max: 2 });
  pool.on('error', () => {});
  ends.defer(() => pool.end());
  await options.beforeSettling?.(pool, project.projectId);
  await settleDeliveries(pool, project.projectId);
  const findings = await checkAll(pool, project.projectId, ledger, metrica);
  const looks = await countLooks(pool, project.projectId);
  const [conversions, uploads] = [metrica.accepted(counterId).length, metrica.uploads(counterId).length];
  return { ledger, findings, conversions, uploads, looks };
}

async function countLooks(pool: pg.Pool, projectId: string): Promise<DurabilityReport['looks']> {
  const { rows } = await pool.query<{ class: string; count: number }>(
    `select class, count(*)::int as count from attempts where project_id = $1 and purpose = 'look_up' group by class`,
    [projectId],
  );
  const of = (name: string): number => rows.find((row) => row.class === name)?.count ?? 0;
  return { found: of('found'), absent: of('absent') };
}
