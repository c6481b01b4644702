import { plainArray } from '../database/array-values.ts';
import { execute, statement } from '../database/statement.ts';
import type { Verdicts } from '../destinations/verdict.ts';
import { type BatchKey, leaseUntil } from './batch.ts';
import type { WantedUpload } from './find-uploads.ts';
import type { OpenDestination } from './open-destination.ts';
import type { DeliveryOptions } from './options.ts';
import { inTransaction } from './transaction.ts';
import { acceptedMsOf } from './verdict-times.ts';

/** A batch that the platform has taken and not yet counted. */
export interface UndecidedBatch extends BatchKey, WantedUpload {
  readonly size: number;
  /** When it is to be asked about; others may be taken along. */
  readonly actMs: number;
  readonly acceptedMs: number;
  readonly giveUpMs: number;
}

interface UndecidedRow {
  readonly batch_id: string;
  readonly upload_ref: string | null;
  readonly size: number;
  readonly act_at: Date;
  readonly give_up_at: Date;
  readonly created_at: Date;
}

/** Also those whose turn has not come: they stand in the same list. */
const lockUndecided = statement<UndecidedRow>(
  'lock_undecided_batches',
  `select batch_id, upload_ref, size, act_at, give_up_at, created_at from batches
   where project_id = $1 and destination_id = $2 and state = 'verdict_due' and (leased_until is null or leased_until <= $3)
   order by act_at limit 500 for update skip locked`,
);

const lease = statement(
  'lease_undecided_batches',
  `update batches set leased_until = $3 where project_id = $1 and batch_id = any($2::uuid[])`,
);

/** Takes all batches of the destination that wait for a verdict, if at least one is due. */
export async function takeUndecided(
  options: DeliveryOptions,
  { projectId, destinationId }: OpenDestination,
  verdicts: Verdicts<unknown>,
): Promise<UndecidedBatch[]> {
  return inTransaction(options.pool, async (client) => {
    const nowMs = options.now();
    const rows = await execute(client, lockUndecided, [projectId, destinationId, new Date(nowMs)]);
    if (!rows.some(({ act_at }) => act_at.getTime() <= nowMs)) return [];
    const ids = plainArray(rows.map(({ batch_id }) => batch_id));
    // Two who ask at once do no harm, so the lease need not cover a long list.
    await execute(client, lease, [projectId, ids, leaseUntil(nowMs, 20_000)]);
    return rows.map((row) => ({
      projectId,
      batchId: row.batch_id,
      ref: row.upload_ref,
      size: row.size,
      actMs: row.act_at.getTime(),
      acceptedMs: acceptedMsOf(row.give_up_at.getTime(), verdicts),
      giveUpMs: row.give_up_at.getTime(),
      createdMs: row.created_at.getTime(),
    }));
  });
}
