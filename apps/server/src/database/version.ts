import type pg from 'pg';

export const versionMin = 15;
export const versionMax = 18;

/** Throws where the server is one that Otkuda is not tested with. */
export async function checkVersion(pool: pg.Pool): Promise<void> {
  const found = await pool.query<{ server_version_num: string }>('show server_version_num');
  const major = Math.floor(Number(found.rows[0]?.server_version_num) / 10_000);
  if (major >= versionMin && major <= versionMax) return;
  throw new Error(`DATABASE_URL leads to PostgreSQL ${major}; ${versionMin} to ${versionMax} are supported`);
}
