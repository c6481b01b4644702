import type { ClientBase } from 'pg';
import { plainArray } from '../database/array-values.ts';
import { execute, statement } from '../database/statement.ts';
import type { BatchKey } from './batch.ts';
import type { OpenDestination } from './open-destination.ts';

export interface NewBatch extends BatchKey {
  readonly idKind: string;
  readonly conversionIds: readonly string[];
  /** Times it was taken up: 1 where its call is about to be made. */
  readonly attempts: number;
  /** Until when it is held for that call; null: it waits to be taken up. */
  readonly leasedUntil: Date | null;
  readonly resends: number;
  readonly giveUpMs: number;
  readonly createdMs: number;
}

/** A batch about to be sent is ambiguous from the start: after a crash nobody knows whether its call went out. */
const insertBatch = statement(
  'insert_batch',
  `insert into batches (project_id, batch_id, destination_id, id_kind, state, ambiguous, size, attempts, act_at, leased_until,
     give_up_at, created_at)
   values ($1, $2, $3, $4, 'sending', $5::timestamptz is not null, $6, $7, $9, $5, $8, $9)`,
);

/** Kept for good: a conversion's attempts are those of all batches it ever went with. */
const insertBatchConversions = statement(
  'insert_batch_conversions',
  `insert into batch_conversions (project_id, batch_id, conversion_id) select $1, $2, unnest($3::uuid[])`,
);

const assignConversions = statement(
  'assign_conversions',
  `update conversions set batch_id = $2, attempts = attempts + $4 where project_id = $1 and conversion_id = any($3::uuid[])`,
);

/** Stores a batch with its rows, which the caller has locked. */
export async function storeBatch(
  client: ClientBase,
  { destinationId }: OpenDestination,
  { projectId, batchId, idKind, conversionIds, attempts, leasedUntil, giveUpMs, createdMs }: NewBatch,
): Promise<void> {
  const ids = plainArray(conversionIds);
  await execute(client, insertBatch, [
    projectId,
    batchId,
    destinationId,
    idKind,
    leasedUntil,
    conversionIds.length,
    attempts,
    new Date(giveUpMs),
    new Date(createdMs),
  ]);
  await execute(client, insertBatchConversions, [projectId, batchId, ids]);
  await execute(client, assignConversions, [projectId, batchId, ids, attempts]);
}
