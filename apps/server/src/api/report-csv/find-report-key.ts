import type pg from 'pg';
import { hashKey } from '../../directory/directory.ts';

export interface ReportAccess {
  readonly projectId: string;
  readonly keyId: string;
}

/** Whose data a report key opens; null: none, since it is unknown, revoked, or of a project that is gone or suspended. */
export async function findReportKey(pool: pg.Pool, secret: string): Promise<ReportAccess | null> {
  const { rows } = await pool.query<{ project_id: string; key_id: string }>(
    `select k.project_id, k.key_id from report_key_directory d
     join report_keys k on k.project_id = d.project_id and k.key_id = d.key_id
     join projects p on p.project_id = k.project_id
     where d.key_hash = $1 and k.revoked_at is null and p.deleted_at is null and not p.suspended`,
    [hashKey(secret)],
  );
  const row = rows[0];
  return row === undefined ? null : { projectId: row.project_id, keyId: row.key_id };
}
