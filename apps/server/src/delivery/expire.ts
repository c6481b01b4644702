import { execute, statement } from '../database/statement.ts';
import { finishBatch } from './batch.ts';
import { endConversions, releaseConversions } from './batch-conversions.ts';
import type { DeliveryOptions } from './options.ts';
import { inTransaction, withClient } from './transaction.ts';

/** Over all projects and whatever state their destinations are in. The unique key goes back: it was never told. */
const expirePending = statement(
  'expire_conversions',
  `update conversions set state = 'expired', reason = 'deadline', once_key = null, due_at = null
   where state = 'pending' and batch_id is null and deadline_at <= $1`,
);

/**
 * Batches of which nothing can have arrived and that are out of time, wherever they wait; and those that may have arrived, but whose
 * destination was left in a state in which nobody can ask for a day longer.
 */
const selectOverdue = statement<{
  readonly project_id: string;
  readonly batch_id: string;
  readonly ambiguous: boolean;
}>(
  'select_overdue_batches',
  `select b.project_id, b.batch_id, b.ambiguous or b.resends > 0 as ambiguous from batches b join destinations d using (project_id, destination_id)
   where b.state = 'sending' and (b.leased_until is null or b.leased_until <= $1)
     and (b.give_up_at <= $1 and not b.ambiguous and b.resends = 0
       or b.give_up_at <= $2 and (d.state <> 'active' or d.deleted_at is not null))
   limit 1000`,
);

/** Not where another process has taken it up since. */
const lockOverdue = statement<{ readonly batch_id: string }>(
  'lock_overdue_batch',
  `select batch_id from batches
   where project_id = $1 and batch_id = $2 and state = 'sending' and (ambiguous or resends > 0) = $4 and give_up_at <= $3
     and (leased_until is null or leased_until <= $3)
   for update skip locked`,
);

const dayMs = 86_400_000;

/** Ends what has waited past its deadline, with its reason: nothing is dropped silently. */
export async function expire(options: DeliveryOptions): Promise<void> {
  const nowMs = options.now();
  const now = new Date(nowMs);
  const overdue = await withClient(options.pool, async (client) => {
    await execute(client, expirePending, [now]);
    return execute(client, selectOverdue, [now, new Date(nowMs - dayMs)]);
  });
  for (const { project_id: projectId, batch_id: batchId, ambiguous } of overdue) {
    const batch = { projectId, batchId };
    await inTransaction(options.pool, async (client) => {
      const locked = await execute(client, lockOverdue, [projectId, batchId, now, ambiguous]);
      if (locked.length === 0) return;
      await (ambiguous
        ? endConversions(client, batch, { from: 'pending', state: 'uncertain', reason: 'answer_lost', response: null })
        : releaseConversions(client, batch, now));
      await finishBatch(client, batch);
    });
  }
}
