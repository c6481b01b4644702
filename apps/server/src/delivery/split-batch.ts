import type { ClientBase } from 'pg';
import type { RejectedRow } from '../destinations/outcome.ts';
import { uuidv7 } from '../domain/uuid.ts';
import type { HeldBatch } from './batch.ts';
import { pendingRowsOf } from './batch-conversions.ts';
import { endRows } from './end-rows.ts';
import type { OpenDestination } from './open-destination.ts';
import { storeBatch } from './store-batch.ts';

/**
 * Puts the rows of a batch that was refused whole into two batches of half the size, to be sent at once: the bad row is found in
 * log₂ steps, and the others get through. False for a batch of one row.
 */
export async function splitBatch(
  client: ClientBase,
  destination: OpenDestination,
  batch: HeldBatch,
  nowMs: number,
): Promise<boolean> {
  const ids = await idsOf(client, batch);
  if (ids.length < 2) return false;
  const middle = Math.ceil(ids.length / 2);
  await sendSoon(client, destination, batch, ids.slice(0, middle), nowMs);
  await sendSoon(client, destination, batch, ids.slice(middle), nowMs);
  return true;
}

/** Ends the rows that the platform named, each with its own reason; the others go in a new batch at once. */
export async function dropRows(
  client: ClientBase,
  destination: OpenDestination,
  batch: HeldBatch,
  rejected: readonly RejectedRow[],
  nowMs: number,
): Promise<void> {
  const ids = await idsOf(client, batch);
  const failed = rejected.flatMap(({ index, reason, detail }) => {
    const conversionId = ids[index];
    return conversionId === undefined ? [] : [{ conversionId, state: 'failed' as const, reason, response: detail }];
  });
  await endRows(client, batch.projectId, failed);
  const gone = new Set(failed.map(({ conversionId }) => conversionId));
  await sendSoon(
    client,
    destination,
    batch,
    ids.filter((id) => !gone.has(id)),
    nowMs,
  );
}

/** In the order in which they were sent. */
async function idsOf(client: ClientBase, batch: HeldBatch): Promise<string[]> {
  const rows = await pendingRowsOf(client, batch);
  return rows.map(({ conversion_id }) => conversion_id).toSorted();
}

async function sendSoon(
  client: ClientBase,
  destination: OpenDestination,
  { projectId, idKind, giveUpMs }: HeldBatch,
  conversionIds: readonly string[],
  nowMs: number,
): Promise<void> {
  if (conversionIds.length === 0) return;
  const batchId = uuidv7(nowMs);
  const waiting = { attempts: 0, resends: 0, leasedUntil: null } as const;
  await storeBatch(client, destination, {
    projectId,
    batchId,
    idKind,
    conversionIds,
    giveUpMs,
    createdMs: nowMs,
    ...waiting,
  });
}
