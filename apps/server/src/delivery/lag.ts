import type pg from 'pg';

/**
 * For how many seconds the conversion that waits longest has been due; 0 where none is. Only destinations that could take it count:
 * what waits for its owner is no lag of ours.
 */
export async function selectLagSeconds(pool: pg.Pool, nowMs: number): Promise<number> {
  const found = await pool.query<{ due_at: Date | null }>(
    `select min(w.due_at) as due_at from destinations d
     cross join lateral (
       select greatest(due_at, happened_at) as due_at from conversions c
       where c.project_id = d.project_id and c.destination_id = d.destination_id and c.state = 'pending' and c.batch_id is null
       order by greatest(due_at, happened_at) limit 1
     ) w
     where d.state = 'active' and d.deleted_at is null`,
  );
  const dueAt = found.rows[0]?.due_at ?? null;
  return dueAt === null ? 0 : Math.max(0, (nowMs - dueAt.getTime()) / 1000);
}
