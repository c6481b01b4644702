import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../apps/server/src/database/embedded/index.ts';
import { migrate, readMigrations } from '../../apps/server/src/database/migrate.ts';
import { openPool } from '../../apps/server/src/database/pool.ts';
import { databaseOver } from '../../apps/server/src/manage/database.ts';
import { subscriberLines } from '../../apps/server/src/manage/subscribers/export-subscribers.ts';
import { audienceReport } from '../../apps/server/src/reports/audience.ts';
import { dynamicsReport } from '../../apps/server/src/reports/dynamics.ts';
import { funnelReport } from '../../apps/server/src/reports/funnel.ts';
import { goalsReport } from '../../apps/server/src/reports/goals.ts';
import { lifetimeReport } from '../../apps/server/src/reports/lifetime.ts';
import type { ReportProject } from '../../apps/server/src/reports/report-project.ts';
import { sourcesReport } from '../../apps/server/src/reports/sources.ts';
import { selectUserInfo } from '../../apps/server/src/reports/user-info.ts';
import { type Bar, ceilingBar, median } from './bars.ts';
import { generateProject } from './generate-project.ts';

type Pool = ReturnType<typeof openPool>;

export interface Sizes {
  readonly events: number;
  readonly rounds: number;
}

const shrunkBy = 100;
const usersOfFew = 10_000;

/**
 * The bars of reports: each report over many events against the same over a hundredth of them, same sources and days, so the same rows
 * shown; `get_user_info` with many subscribers against ten thousand; the memory of an export. Everything is generated inside the database.
 */
export async function reportBars({ events, rounds }: Sizes, say: (text: string) => void): Promise<Bar[]> {
  const folder = await mkdtemp(join(tmpdir(), 'otkuda-bench-reports-'));
  const postgres = await startEmbeddedPostgres({
    directory: join(folder, 'postgres'),
    log: () => {},
    settings: {
      fsync: 'off',
      full_page_writes: 'off',
      autovacuum: 'off',
      max_wal_size: '4GB',
      maintenance_work_mem: '512MB',
    },
  });
  try {
    await migrate(postgres.url, await readMigrations());
    const startedAt = performance.now();
    const [many, fewEvents, fewUsers] = await generate(postgres.url, events, say);
    say(`generated in ${Math.round((performance.now() - startedAt) / 1000)} s, ${await sizeOf(postgres.url)} of disk`);
    const pool = openPool({ url: postgres.url, connectionsMax: 4, statementMsMax: 120_000, onLost: () => {} });
    try {
      const bars = await reportRatios(pool, many, fewEvents, rounds, say);
      bars.push(await userInfoRatio(pool, many, fewUsers, events / 10, say));
      bars.push(await exportMemory(pool, many, Math.min(1_000_000, events / 10), say));
      return bars;
    } finally {
      await pool.end();
    }
  } finally {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function generate(
  url: string,
  events: number,
  say: (text: string) => void,
): Promise<[ReportProject, ReportProject, ReportProject]> {
  const pool = openPool({ url, connectionsMax: 1, statementMsMax: 1_800_000, onLost: () => {} });
  try {
    const projects = await generateProject(
      pool,
      [
        { events, users: events / 10 },
        { events: events / shrunkBy, users: events / 10 / shrunkBy },
        { events: usersOfFew, users: usersOfFew },
      ],
      say,
    );
    const [many, fewEvents, fewUsers] = projects;
    if (many === undefined || fewEvents === undefined || fewUsers === undefined)
      throw new Error('three projects were wanted');
    return [many, fewEvents, fewUsers];
  } finally {
    await pool.end();
  }
}

async function sizeOf(url: string): Promise<string> {
  const pool = openPool({ url, connectionsMax: 1, statementMsMax: 60_000, onLost: () => {} });
  const { rows } = await pool.query<{ size: string }>(
    'select pg_size_pretty(pg_database_size(current_database())) as size',
  );
  await pool.end();
  return rows[0]?.size ?? '';
}

async function reportRatios(
  pool: Pool,
  many: ReportProject,
  few: ReportProject,
  rounds: number,
  say: (text: string) => void,
): Promise<Bar[]> {
  const nowMs = Date.now();
  const day = (ago: number): string => new Date(nowMs - ago * 86_400_000).toISOString().slice(0, 10);
  const all = { from: day(180), to: day(0) };
  const month = { from: day(28), to: day(0) };
  const bySource = { groupBy: ['link', 'utm_campaign'] as const, filter: {} };
  const reports: Readonly<Record<string, (project: ReportProject) => Promise<unknown>>> = {
    'sources, 180 days': (p) => sourcesReport(pool, p, { ...all, ...bySource, compare: false, rowsMax: 500 }, nowMs),
    'sources, 28 days, compared': (p) =>
      sourcesReport(pool, p, { ...month, ...bySource, compare: true, rowsMax: 500 }, nowMs),
    'dynamics, 180 days': (p) => dynamicsReport(pool, p, { ...all, step: 'day', filter: {}, compare: false }, nowMs),
    'dynamics, 28 days by hour': (p) =>
      dynamicsReport(pool, p, { ...month, step: 'hour', filter: {}, compare: false }, nowMs),
    audience: (p) => audienceReport(pool, p, bySource, nowMs),
    'lifetime, 180 days': (p) =>
      lifetimeReport(pool, p, { ...all, step: 'week', groupBy: ['link'], filter: {} }, nowMs),
    'funnel, 180 days': (p) =>
      funnelReport(pool, p, { ...all, steps: null, labels: [], labelBy: null, groupBy: ['link'], filter: {} }, nowMs),
    'goals, 180 days': (p) => goalsReport(pool, p, all, nowMs),
  };
  const bars: Bar[] = [];
  for (const [name, report] of Object.entries(reports)) {
    const times = { many: [] as number[], few: [] as number[] };
    for (let round = 0; round <= rounds; round += 1) {
      for (const [size, project] of [
        ['many', many],
        ['few', few],
      ] as const) {
        const startedAt = performance.now();
        await report(project);
        // The first round warms caches up on both sides.
        if (round > 0) times[size].push(performance.now() - startedAt);
      }
    }
    say(`${name}: ${median(times.many).toFixed(1)} ms against ${median(times.few).toFixed(1)} ms`);
    bars.push(ceilingBar(`report, ${name}`, median(times.many) / median(times.few), 3, 2, '×'));
  }
  return bars;
}

async function userInfoRatio(
  pool: Pool,
  many: ReportProject,
  few: ReportProject,
  users: number,
  say: (text: string) => void,
): Promise<Bar> {
  const times = { many: [] as number[], few: [] as number[] };
  for (let call = 0; call < 3_000; call += 1) {
    for (const [size, project, count] of [
      ['many', many, users],
      ['few', few, usersOfFew],
    ] as const) {
      const userId = `u${(call * 7_919) % count}`;
      const startedAt = performance.now();
      if (
        (await selectUserInfo(pool, { projectId: project.projectId, originalId: project.projectId }, userId)) === null
      )
        throw new Error(`${userId} is not there`);
      if (call >= 500) times[size].push(performance.now() - startedAt);
    }
  }
  say(`get_user_info: ${median(times.many).toFixed(3)} ms against ${median(times.few).toFixed(3)} ms`);
  return ceilingBar('get_user_info, many subscribers', median(times.many) / median(times.few), 2, 1.5, '×');
}

/** By how much memory grows from a tenth of an export to its end. */
async function exportMemory(pool: Pool, many: ReportProject, rows: number, say: (text: string) => void): Promise<Bar> {
  const startedAt = performance.now();
  let lines = 0;
  let early = 0;
  let peak = 0;
  for await (const chunk of subscriberLines(databaseOver(pool), many.projectId, {}, 'seen')) {
    lines += chunk.split('\n').length - 1;
    const used = process.memoryUsage().rss;
    if (lines <= rows / 10) early = Math.max(early, used);
    peak = Math.max(peak, used);
    if (lines >= rows) break;
  }
  const seconds = (performance.now() - startedAt) / 1000;
  say(`export: ${lines} rows in ${seconds.toFixed(1)} s`);
  return ceilingBar(
    `export of ${Math.round(lines / 1000)} thousand rows, growth of memory`,
    (peak - early) / 2 ** 20,
    100,
    50,
    'MB',
  );
}
