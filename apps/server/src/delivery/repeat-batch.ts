import { execute, statement } from '../database/statement.ts';
import { beginSending, finishBatch, type HeldBatch, isStillHeld, leaseUntil } from './batch.ts';
import { countTry, pendingRowsOf, releaseConversions } from './batch-conversions.ts';
import { type Done, nothing } from './done.ts';
import { lookUp } from './look-up.ts';
import type { OpenDestination } from './open-destination.ts';
import type { DeliveryOptions } from './options.ts';
import { requestFor, type Sending, sendHeldBatch } from './send-batch.ts';
import { inTransaction, withClient } from './transaction.ts';

interface OpenBatchRow {
  readonly batch_id: string;
  readonly id_kind: string;
  readonly attempts: number;
  readonly ambiguous: boolean;
  readonly give_up_at: Date;
  readonly created_at: Date;
}

/** Oldest first; leaves alone what another process holds or is taking at this moment. */
const takeOpenBatch = statement<OpenBatchRow>(
  'take_open_batch',
  `update batches set leased_until = $4, attempts = attempts + 1
   where project_id = $1 and batch_id = (
     select batch_id from batches
     where project_id = $1 and destination_id = $2 and state = 'sending' and act_at <= $3
       and (leased_until is null or leased_until <= $3)
     order by act_at, batch_id limit 1 for update skip locked)
   returning batch_id, id_kind, attempts, ambiguous, give_up_at, created_at`,
);

/**
 * Takes up a batch that was sent before or was left by a process that died. What may have arrived is asked about first, and only
 * what has not arrived is sent again, with the same rows under the same id. Null where no batch is due.
 */
export async function repeatBatch(options: DeliveryOptions, destination: OpenDestination): Promise<Done | null> {
  const nowMs = options.now();
  const { projectId, destinationId } = destination;
  const values = [projectId, destinationId, new Date(nowMs), leaseUntil(nowMs, 0)];
  const [row] = await withClient(options.pool, (client) => execute(client, takeOpenBatch, values));
  if (row === undefined) return null;
  const batch: HeldBatch = {
    projectId,
    batchId: row.batch_id,
    idKind: row.id_kind,
    attempts: row.attempts,
    giveUpMs: row.give_up_at.getTime(),
    createdMs: row.created_at.getTime(),
  };
  if (!row.ambiguous) return sendAgain(options, destination, batch);
  const answer = await lookUp(options, destination, batch);
  const sent = answer === 'absent' ? await sendAgain(options, destination, batch) : nothing;
  return { ...sent, looked: 1 };
}

async function sendAgain(options: DeliveryOptions, destination: OpenDestination, batch: HeldBatch): Promise<Done> {
  const sending = await inTransaction(options.pool, async (client): Promise<Sending | null> => {
    if (!(await isStillHeld(client, batch))) return null;
    const nowMs = options.now();
    const rows = batch.giveUpMs <= nowMs ? [] : await pendingRowsOf(client, batch);
    if (rows.length === 0) {
      // One of its rows is out of time: each is free to expire or to go with another batch. Or its people were erased.
      await releaseConversions(client, batch, new Date(nowMs));
      await finishBatch(client, batch);
      return null;
    }
    const request = requestFor(destination, batch.batchId, rows);
    const leasedUntil = leaseUntil(nowMs, request.timeoutMs);
    await beginSending(client, batch, leasedUntil);
    await countTry(client, batch);
    return { batch, request, leasedUntil };
  });
  return sending === null ? nothing : sendHeldBatch(options, destination, sending);
}
