import { openPool } from '../../apps/server/src/database/pool.ts';
import { databaseOver } from '../../apps/server/src/manage/database.ts';
import { subscriberLines } from '../../apps/server/src/manage/subscribers/export-subscribers.ts';
import { audienceReport } from '../../apps/server/src/reports/audience.ts';
import { dynamicsReport } from '../../apps/server/src/reports/dynamics.ts';
import { type FunnelQuery, funnelReport } from '../../apps/server/src/reports/funnel.ts';
import { goalsReport } from '../../apps/server/src/reports/goals.ts';
import { labelsReport } from '../../apps/server/src/reports/labels.ts';
import { lifetimeReport } from '../../apps/server/src/reports/lifetime.ts';
import type { ReportProject } from '../../apps/server/src/reports/report-project.ts';
import { sourcesReport } from '../../apps/server/src/reports/sources.ts';
import { selectUserInfo } from '../../apps/server/src/reports/user-info.ts';
import { type Bar, ceilingBar, median } from './bars.ts';
import { openReportDatabase, usersOfFew } from './report-database.ts';

type Pool = ReturnType<typeof openPool>;

export interface Sizes {
  readonly events: number;
  readonly rounds: number;
  /** Where the data are kept for another run; null: nowhere. */
  readonly folder: string | null;
}

/**
 * The bars of reports: each report over many events against the same over a hundredth of them, same sources and days, so the same rows
 * shown; `get_user_info` with many subscribers against ten thousand; the memory of an export. Everything is generated inside the database.
 */
export async function reportBars({ events, rounds, folder }: Sizes, say: (text: string) => void): Promise<Bar[]> {
  const { url, many, fewEvents, fewUsers, close } = await openReportDatabase(events, folder, say);
  try {
    const pool = openPool({ url, connectionsMax: 4, statementMsMax: 120_000, onLost: () => {} });
    try {
      // First, while nothing else has made the process large: growth would hide in what was used before.
      const memory = await exportMemory(pool, many, Math.min(1_000_000, events / 10), say);
      const bars = await reportRatios(pool, many, fewEvents, rounds, say);
      bars.push(await userInfoRatio(pool, many, fewUsers, events / 10, say));
      return [...bars, memory];
    } finally {
      await pool.end();
    }
  } finally {
    await close();
  }
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
  const funnel = async (project: ReportProject, query: Partial<FunnelQuery>): Promise<number> => {
    const plain = { ...all, steps: null, labels: [], labelBy: null, groupBy: ['link'] as const, filter: {} };
    const report = await funnelReport(pool, project, { ...plain, ...query }, nowMs);
    return [report, ...report.groups].flatMap(({ steps }) => steps).length;
  };
  const reports: Readonly<Record<string, (project: ReportProject) => Promise<number>>> = {
    'sources, 180 days': async (p) =>
      (await sourcesReport(pool, p, { ...all, ...bySource, compare: false, rowsMax: 500 }, nowMs)).rows.length,
    'sources, 28 days, compared': async (p) =>
      (await sourcesReport(pool, p, { ...month, ...bySource, compare: true, rowsMax: 500 }, nowMs)).rows.length,
    'dynamics, 180 days': async (p) =>
      (await dynamicsReport(pool, p, { ...all, step: 'day', filter: {}, compare: false }, nowMs)).rows.length,
    'dynamics, 28 days by hour': async (p) =>
      (await dynamicsReport(pool, p, { ...month, step: 'hour', filter: {}, compare: false }, nowMs)).rows.length,
    audience: async (p) => {
      const report = await audienceReport(pool, p, bySource, nowMs);
      return [report.by_source, report.by_age, report.by_premium, report.by_language].flat().length;
    },
    'lifetime, 180 days': async (p) =>
      (await lifetimeReport(pool, p, { ...all, step: 'week', groupBy: ['link'], filter: {} }, nowMs)).cohorts.length,
    'funnel, 180 days': (p) => funnel(p, {}),
    'funnel by a label, 180 days': (p) => funnel(p, { labelBy: 'course', groupBy: [] }),
    "funnel with a label's value, by source, 180 days": (p) =>
      funnel(p, { labels: [{ name: 'course', value: 'course 1' }] }),
    'labels, 180 days': async (p) =>
      (await labelsReport(pool, p, { ...all, filter: {} }, nowMs)).labels.flatMap(({ values }) => values).length,
    'goals, 180 days': async (p) => (await goalsReport(pool, p, all, nowMs)).rows.length,
  };
  const bars: Bar[] = [];
  for (const [name, report] of Object.entries(reports)) {
    const times = { many: [] as number[], few: [] as number[] };
    const shown = { many: 0, few: 0 };
    for (let round = 0; round <= rounds; round += 1) {
      for (const [size, project] of [
        ['many', many],
        ['few', few],
      ] as const) {
        const startedAt = performance.now();
        shown[size] = await report(project);
        // The first round warms caches up on both sides.
        if (round > 0) times[size].push(performance.now() - startedAt);
      }
    }
    if (shown.many !== shown.few) throw new Error(`${name}: ${shown.many} rows are compared with ${shown.few}`);
    say(
      `${name}: ${median(times.many).toFixed(1)} ms against ${median(times.few).toFixed(1)} ms, ${shown.many} rows on both sides`,
    );
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
  const before = process.memoryUsage().rss;
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
  const [empty, tenth, most] = [before, early, peak].map((bytes) => Math.round(bytes / 2 ** 20));
  say(
    `export: ${lines} rows in ${seconds.toFixed(1)} s; the process takes ${empty} MB before it, ${tenth} MB within its first tenth, ${most} MB at most`,
  );
  return ceilingBar(
    `export of ${Math.round(lines / 1000)} thousand rows, growth of memory`,
    (peak - early) / 2 ** 20,
    100,
    50,
    'MB',
  );
}
