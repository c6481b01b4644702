import { execute, statement } from '../database/statement.ts';
import { beginSending, finishBatch, type HeldBatch, isStillHeld, leaseUntil } from './batch.ts';
import { countTry, pendingRowsOf, releaseConversions } from './batch-conversions.ts';
import { toOutgoing } from './claim-conversions.ts';
import { type Done, nothing } from './done.ts';
import { endUncertain, lookUp } from './look-up.ts';
import type { OpenDestination } from './open-destination.ts';
import type { DeliveryOptions } from './options.ts';
import { requestFor, type Sending, sendHeldBatch } from './send-batch.ts';
import { inTransaction, withClient } from './transaction.ts';

interface OpenBatchRow {
  readonly batch_id: string;
  readonly id_kind: string;
  readonly attempts: number;
  readonly ambiguous: boolean;
  readonly resends: number;
  readonly give_up_at: Date;
  readonly created_at: Date;
}

/** Oldest first; leaves alone what another process holds or is taking at this moment. */
const takeOpenBatch = statement<OpenBatchRow>(
  'take_open_batch',
  `update batches set leased_until = $4, attempts = attempts + 1
   where project_id = $1 and batch_id = (
     select batch_id from batches
     where project_id = $1 and destination_id = $2 and state = 'sending' and (act_at <= $3 or $5)
       and (leased_until is null or leased_until <= $3)
     order by act_at, batch_id limit 1 for update skip locked)
   returning batch_id, id_kind, attempts, ambiguous, resends, give_up_at, created_at`,
);

const hourMs = 3_600_000;

/**
 * Takes up a batch that was sent before or was left by a process that died. It is sent again with the same rows under the same id;
 * where it may have arrived, only as far as the platform's kind of repeats allows. Null where no batch is due.
 */
export async function repeatBatch(options: DeliveryOptions, destination: OpenDestination): Promise<Done | null> {
  const nowMs = options.now();
  const { projectId, destinationId } = destination;
  // While the breaker is half open one call tries whether the platform is back, whatever the row's own backoff.
  const probes = destination.trips > 0 && destination.platform.batchSizeMax === 1;
  const values = [projectId, destinationId, new Date(nowMs), leaseUntil(nowMs, 0), probes];
  const [row] = await withClient(options.pool, (client) => execute(client, takeOpenBatch, values));
  if (row === undefined) return null;
  const batch: HeldBatch = {
    projectId,
    batchId: row.batch_id,
    idKind: row.id_kind,
    attempts: row.attempts,
    resends: row.resends,
    giveUpMs: row.give_up_at.getTime(),
    createdMs: row.created_at.getTime(),
  };
  if (!row.ambiguous) return sendAgain(options, destination, batch);
  const repeats = destination.platform.repeats(destination.settings);
  switch (repeats.kind) {
    case 'look_up': {
      const answer = await lookUp(options, destination, batch, repeats.uploads);
      const sent = answer === 'absent' ? await sendAgain(options, destination, batch) : nothing;
      return { ...sent, looked: 1 };
    }
    case 'deduplicated': {
      const { withinHours = Number.POSITIVE_INFINITY } = repeats;
      return nowMs - batch.createdMs < withinHours * hourMs
        ? sendAgain(options, destination, { ...batch, resends: batch.resends + 1 })
        : giveUpKnowing(options, batch);
    }
    case 'counted_twice':
      return batch.resends < repeats.resendsMax
        ? sendAgain(options, destination, { ...batch, resends: batch.resends + 1 })
        : giveUpKnowing(options, batch);
  }
}

/** Not to know is the lesser evil. */
async function giveUpKnowing(options: DeliveryOptions, batch: HeldBatch): Promise<Done> {
  await inTransaction(options.pool, async (client) => {
    if (await isStillHeld(client, batch)) await endUncertain(client, batch);
  });
  return { ...nothing };
}

async function sendAgain(options: DeliveryOptions, destination: OpenDestination, batch: HeldBatch): Promise<Done> {
  const sending = await inTransaction(options.pool, async (client): Promise<Sending | null> => {
    if (!(await isStillHeld(client, batch))) return null;
    const nowMs = options.now();
    const rows = batch.giveUpMs <= nowMs ? [] : await pendingRowsOf(client, batch);
    if (rows.length === 0) {
      // One of its rows is out of time: each is free to expire or to go with another batch, unless it may have arrived. Or its
      // people were erased.
      if (batch.resends > 0) await endUncertain(client, batch);
      else {
        await releaseConversions(client, batch, new Date(nowMs));
        await finishBatch(client, batch);
      }
      return null;
    }
    const conversions = await toOutgoing(client, options, destination, rows);
    const request = requestFor(destination, { batchId: batch.batchId, conversions }, nowMs);
    const leasedUntil = leaseUntil(nowMs, request.timeoutMs);
    await beginSending(client, batch, leasedUntil);
    await countTry(client, batch);
    return { batch, request, leasedUntil, size: rows.length };
  });
  return sending === null ? nothing : sendHeldBatch(options, destination, sending);
}
