import type pg from 'pg';
import type { ReportedProject } from './user-info.ts';

export interface TokenInfo {
  readonly createdMs: number;
  /** Null: it does not expire. */
  readonly expiresMs: number | null;
}

/** When a key was made and until when it holds. Sandbox keys are the original's. Null where there is no such key. */
export async function selectTokenInfo(
  pool: pg.Pool,
  { originalId }: ReportedProject,
  keyId: string,
): Promise<TokenInfo | null> {
  const found = await pool.query<{ created_at: Date; expires_at: Date | null }>(
    'select created_at, expires_at from keys where project_id = $1 and key_id = $2',
    [originalId, keyId],
  );
  const row = found.rows[0];
  if (row === undefined) return null;
  return { createdMs: row.created_at.getTime(), expiresMs: row.expires_at?.getTime() ?? null };
}
