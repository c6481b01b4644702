import type { ClientBase } from 'pg';
import { uuidv7 } from '../domain/uuid.ts';
import type { HeldBatch } from './batch.ts';
import { pendingRowsOf } from './batch-conversions.ts';
import { toOutgoing } from './claim-conversions.ts';
import type { OpenDestination } from './open-destination.ts';
import { storeBatch } from './store-batch.ts';

/**
 * Puts the rows of a batch that was refused whole into two batches of half the size, to be sent at once: the bad row is found in
 * log₂ steps, and the others get through. False for a batch of one row.
 */
export async function splitBatch(
  client: ClientBase,
  destination: OpenDestination,
  { projectId, batchId, idKind, giveUpMs }: HeldBatch,
  nowMs: number,
): Promise<boolean> {
  const rows = await pendingRowsOf(client, { projectId, batchId });
  if (rows.length < 2) return false;
  const ids = toOutgoing(rows).map(({ conversionId }) => conversionId);
  const middle = Math.ceil(ids.length / 2);
  for (const conversionIds of [ids.slice(0, middle), ids.slice(middle)]) {
    const half = { projectId, batchId: uuidv7(nowMs), idKind, conversionIds, attempts: 0, leasedUntil: null } as const;
    await storeBatch(client, destination, { ...half, giveUpMs, createdMs: nowMs });
  }
  return true;
}
