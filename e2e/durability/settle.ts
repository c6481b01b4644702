import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';

/** A dead process's lease on a batch ends after 30 s; what it left is asked about then, and its verdict is seen soon after. */
const settledWithinMs = 120_000;

/** Waits until nothing is pending: everything that was stored has been told and counted. */
export async function settleDeliveries(pool: pg.Pool, projectId: string): Promise<void> {
  const untilMs = performance.now() + settledWithinMs;
  for (;;) {
    const { rows } = await pool.query<{ state: string; count: number }>(
      `select state, count(*)::int as count from conversions
       where project_id = $1 and state in ('pending', 'accepted') group by state`,
      [projectId],
    );
    if (rows.length === 0) return;
    // What is left then is reported with its state.
    if (performance.now() > untilMs) return;
    await delay(100);
  }
}

/** Lets the leases of dead processes end now instead of in half a minute. Only where no living one holds any. */
export async function endLeases(pool: pg.Pool, projectId: string): Promise<void> {
  await pool.query(`update batches set leased_until = least(leased_until, now()) where project_id = $1`, [projectId]);
}

/** The same where others live: not before they have had the ad system's answer and stored it. */
export async function endLeasesSoon(pool: pg.Pool, projectId: string): Promise<void> {
  const soon = `now() + interval '3 seconds'`;
  await pool.query(`update batches set leased_until = least(leased_until, ${soon}) where project_id = $1`, [projectId]);
}
