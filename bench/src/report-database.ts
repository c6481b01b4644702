import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../apps/server/src/database/embedded/index.ts';
import { migrate, readMigrations } from '../../apps/server/src/database/migrate.ts';
import { openPool } from '../../apps/server/src/database/pool.ts';
import type { ReportProject } from '../../apps/server/src/reports/report-project.ts';
import { generateProject } from './generate-project.ts';

/** The projects that reports are compared over, in a database of their own. */
export interface ReportDatabase {
  readonly url: string;
  readonly many: ReportProject;
  readonly fewEvents: ReportProject;
  readonly fewUsers: ReportProject;
  close(): Promise<void>;
}

export const usersOfFew = 10_000;
const shrunkBy = 100;

/**
 * Generates them, or opens those that a run before has left in `folder`. Without one everything is gone when it is closed; with one it
 * stays, so that a query can be tried again and again over data that take minutes to make. The newest of them happened when they were made:
 * a folder serves for the day, not for the week.
 */
export async function openReportDatabase(
  events: number,
  folder: string | null,
  say: (text: string) => void,
): Promise<ReportDatabase> {
  const directory = folder ?? (await mkdtemp(join(tmpdir(), 'otkuda-bench-reports-')));
  await mkdir(directory, { recursive: true });
  const postgres = await startEmbeddedPostgres({
    directory: join(directory, 'postgres'),
    log: () => {},
    settings: {
      fsync: 'off',
      full_page_writes: 'off',
      autovacuum: 'off',
      max_wal_size: '4GB',
      maintenance_work_mem: '512MB',
    },
  });
  const close = async (): Promise<void> => {
    await postgres.stop();
    if (folder === null) await rm(directory, { recursive: true, force: true });
  };
  try {
    await migrate(postgres.url, await readMigrations());
    const noted = join(directory, `projects-of-${events}.json`);
    const known = await readNoted(noted);
    if (known !== null) say(`taken from ${directory}`);
    const projects = known ?? (await generate(postgres.url, events, say));
    if (known === null) await writeFile(noted, JSON.stringify(projects));
    const [many, fewEvents, fewUsers] = projects;
    if (many === undefined || fewEvents === undefined || fewUsers === undefined)
      throw new Error('three projects were wanted');
    return { url: postgres.url, many, fewEvents, fewUsers, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function readNoted(path: string): Promise<ReportProject[] | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

async function generate(url: string, events: number, say: (text: string) => void): Promise<ReportProject[]> {
  const pool = openPool({ url, connectionsMax: 1, statementMsMax: 1_800_000, onLost: () => {} });
  const startedAt = performance.now();
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
    const { rows } = await pool.query<{ size: string }>(
      'select pg_size_pretty(pg_database_size(current_database())) as size',
    );
    const seconds = Math.round((performance.now() - startedAt) / 1000);
    say(`generated in ${seconds} s, ${rows[0]?.size ?? ''} of disk`);
    return projects;
  } finally {
    await pool.end();
  }
}
