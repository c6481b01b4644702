import type pg from 'pg';
import { morningReport, type ReportLanguage } from './morning-report.ts';

/** Sends a text to the owners' chats of a project: once for each key, whichever process asks and how often. */
export type SendToOwners = (projectId: string, key: string, text: string) => Promise<number>;

interface DueRow {
  readonly project_id: string;
  readonly title: string;
  readonly time_zone: string;
  readonly currency: string;
  readonly language: ReportLanguage;
  readonly skip_empty: boolean;
  readonly today: string;
}

/**
 * Tells the owners whose hour has come, once a day of the project's zone; also later on that day, where no process ran at the hour. A
 * process that dies between telling and noting it down leaves the day to another one, whose message has the same key and is not sent.
 */
export async function sendMorningReports(
  pool: pg.Pool,
  sendToOwners: SendToOwners,
  nowMs: number,
  onFailed: (projectId: string, error: unknown) => void,
): Promise<void> {
  const { rows } = await pool.query<DueRow>(
    `select p.project_id, p.title, p.time_zone, p.currency, s.language, s.skip_empty, to_char($1::timestamptz at time zone p.time_zone, 'YYYY-MM-DD') as today
     from report_schedules s join projects p on p.project_id = s.project_id
     where s.enabled and p.deleted_at is null and extract(hour from $1::timestamptz at time zone p.time_zone) >= s.hour
       and (s.last_day is null or s.last_day < ($1::timestamptz at time zone p.time_zone)::date)`,
    [new Date(nowMs)],
  );
  for (const row of rows) {
    await sendOne(pool, sendToOwners, row, nowMs).catch((error: unknown) => onFailed(row.project_id, error));
  }
}

async function sendOne(pool: pg.Pool, sendToOwners: SendToOwners, row: DueRow, nowMs: number): Promise<void> {
  const project = { projectId: row.project_id, title: row.title, timeZone: row.time_zone, currency: row.currency };
  const { text, empty } = await morningReport(pool, project, row.language, nowMs);
  if (!empty || !row.skip_empty) await sendToOwners(row.project_id, `morning:${row.today}`, text);
  await pool.query(
    'update report_schedules set last_day = $2 where project_id = $1 and (last_day is null or last_day < $2)',
    [row.project_id, row.today],
  );
}
