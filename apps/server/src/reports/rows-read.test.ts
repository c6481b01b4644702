import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPool } from '../database/pool.ts';
import { labelSpans, rollupSpans } from '../domain/rollup-spans.ts';
import { insertProject } from '../testing/fixture-project.ts';
import { useDatabase } from '../testing/test-database.ts';
import { audienceReport } from './audience.ts';
import { dynamicsReport } from './dynamics.ts';
import { funnelReport } from './funnel.ts';
import { labelsReport } from './labels.ts';
import type { ReportProject } from './report-project.ts';

/**
 * A report costs what it shows: of half a year of rollups by quarter of an hour it reads the few that it needs beside days and hours, and
 * none of the others. (Days, and hours for many days, are few enough that a planner may well read them all, but once.)
 */
const database = useDatabase();
const nowMs = Date.parse('2026-06-30T10:20:00Z');
const days = 180;
const sources = 5;
const labelSets = 100;
const tables = [
  ...['rollups', 'retention'].flatMap((name) => rollupSpans.map(({ suffix }) => `${name}${suffix}`)),
  ...labelSpans.map(({ suffix }) => `label_rollups${suffix}`),
];

// One connection, so that what a transaction read can be asked within it.
let pool: pg.Pool;
let project: ReportProject;

beforeAll(async () => {
  pool = openPool({ url: database.url, connectionsMax: 1, statementMsMax: 60_000, onLost: () => {} });
  const projectId = await insertProject(pool);
  // Days that begin within an hour of UTC.
  project = { projectId, timeZone: 'Asia/Kolkata', currency: 'INR' };
  await pool.query(
    `insert into sources (project_id, source_id, exactness, utm_source)
     select $1, gen_random_uuid(), 'exact', 's' || n from generate_series(1, $2::integer) as n`,
    [projectId, sources],
  );
  const spans = { '': '15 minutes', _by_hour: '1 hour', _by_day: '1 day' };
  for (const [suffix, span] of Object.entries(spans)) {
    for (const [table, column] of [
      ['rollups', 'clicks'],
      ['retention', 'joined'],
    ] as const) {
      await pool.query(
        `insert into ${table}${suffix} (project_id, bucket, source_id, ${column})
         select $1, bucket, source_id, 1
         from generate_series($2::timestamptz - $3::integer * interval '1 day', $2::timestamptz, $4::interval) as bucket, sources
         where project_id = $1 order by bucket`,
        [projectId, '2026-06-30T00:00:00Z', days, span],
      );
    }
  }
  await pool.query(
    `insert into label_sets select $1, gen_random_uuid(), jsonb_build_array(jsonb_build_object('name', 'course', 'value', 'c' || n))
     from generate_series(1, $2::integer) as n`,
    [projectId, labelSets],
  );
  for (const { ms, suffix } of labelSpans) {
    await pool.query(
      `insert into label_rollups${suffix} (project_id, bucket, label_set_id, source_id, kind, name, result, events)
       select $1, bucket, label_set_id, (select min(source_id::text)::uuid from sources where project_id = $1), 'event', 'lesson', 'success', 1
       from generate_series(date_bin($4::interval, $2::timestamptz - $3::integer * interval '1 day', 'epoch'), $2::timestamptz, $4::interval) as bucket,
         label_sets
       where project_id = $1 order by bucket`,
      // One of the quarters of each six hours: enough to be more than a few.
      [projectId, '2026-06-30T00:00:00Z', days, `${Math.max(ms / 1000, 21_600)} seconds`],
    );
  }
  for (const table of tables) await pool.query(`analyze ${table}`);
  // What workers read is not told of.
  await pool.query('set max_parallel_workers_per_gather = 0');
});
afterAll(() => pool.end());

async function rowsReadBy(report: () => Promise<unknown>): Promise<Readonly<Record<string, number>>> {
  await pool.query('begin');
  // Statements before this transaction may not have been passed on yet, and are told of as well.
  const before = await rowsRead();
  await report();
  const after = await rowsRead();
  await pool.query('rollback');
  return Object.fromEntries(tables.map((table) => [table, (after.get(table) ?? 0) - (before.get(table) ?? 0)]));
}

async function rowsRead(): Promise<ReadonlyMap<string, number>> {
  const { rows } = await pool.query<{ relname: string; read: number }>(
    `select relname, (seq_tup_read + coalesce(idx_tup_fetch, 0))::integer as read from pg_stat_xact_user_tables where relname = any($1)`,
    [tables],
  );
  return new Map(rows.map(({ relname, read }) => [relname, read]));
}

describe('rows that reports read', () => {
  it('by day: the quarters by which each begins before an hour of UTC', async () => {
    const query = { from: '2026-06-01', to: '2026-06-28', step: 'day', filter: {}, compare: false } as const;
    const read = await rowsReadBy(() => dynamicsReport(pool, project, query, nowMs));
    for (const table of ['rollups', 'retention']) {
      // Where an age at which it is asked who stayed falls within a day, a few more.
      expect(read[`${table}_by_hour`]).toBeLessThanOrEqual((days * 24 + 1) * sources);
      expect(read[table]).toBeLessThanOrEqual((29 * 2 + 8) * sources);
    }
  });

  it('by label: some long buckets, few days and quarters, by whatever the events are told apart', async () => {
    const period = { from: '2026-01-10', to: '2026-06-28', filter: {} };
    const funnel = { ...period, steps: null, groupBy: [], labels: [], labelBy: 'course' };
    for (const report of [
      () => funnelReport(pool, project, funnel, nowMs),
      () => funnelReport(pool, project, { ...funnel, labels: [{ name: 'course', value: 'c1' }] }, nowMs),
      () => labelsReport(pool, project, period, nowMs),
    ]) {
      const read = await rowsReadBy(report);
      expect(read.label_rollups_by_16_days).toBeLessThanOrEqual(12 * labelSets);
      expect(read.label_rollups_by_day).toBeLessThanOrEqual(17 * labelSets);
      expect(read.label_rollups).toBeLessThanOrEqual(2 * 48 * labelSets);
      expect(read.label_rollups_by_16_days).toBeGreaterThan(0);
    }
  });

  it('of the audience by age: less than a day of hours for each age', async () => {
    const read = await rowsReadBy(() => audienceReport(pool, project, { groupBy: ['utm_source'], filter: {} }, nowMs));
    expect(read.retention_by_hour).toBeLessThanOrEqual(7 * 24 * sources);
    expect(read.retention).toBeLessThanOrEqual(7 * 4 * sources);
  });
});
