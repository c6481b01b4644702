import type { ClientBase } from 'pg';
import type { ListedUpload, UploadList } from '../destinations/verdict.ts';
import { recordAttempts } from './attempt-log.ts';
import { finishBatch, type HeldBatch, isStillHeld, keepHolding, leaseUntil, postponeBatch } from './batch.ts';
import { endConversions } from './batch-conversions.ts';
import { findUploads, type PassingFailure, type UploadSearch } from './find-uploads.ts';
import type { OpenDestination } from './open-destination.ts';
import type { DeliveryOptions } from './options.ts';
import { settleDestination } from './settle-destination.ts';
import { settleAccepted, waitMs } from './settle-send.ts';
import { inTransaction, withClient } from './transaction.ts';

/**
 * Asks the platform whether a batch arrived whose answer got lost. `absent`: it did not, and is ours to send again; `settled`: it
 * was there, or nobody can tell yet (it is asked later), or nobody ever will (`uncertain`), or it is not ours any more.
 */
export async function lookUp(
  options: DeliveryOptions,
  destination: OpenDestination,
  batch: HeldBatch,
  list: UploadList<unknown>,
): Promise<'absent' | 'settled'> {
  const wanted = { batchId: batch.batchId, ref: null, createdMs: batch.createdMs };
  const search = await findUploads(options, destination, list, [wanted], (callMs) =>
    withClient(options.pool, (client) => keepHolding(client, batch, leaseUntil(options.now(), callMs))),
  );
  if (search.ok === null) return 'settled';
  const upload = search.ok ? search.found.get(batch.batchId) : undefined;
  await settleLookUp(options, destination, batch, search, upload);
  return search.ok && upload === undefined ? 'absent' : 'settled';
}

async function settleLookUp(
  options: DeliveryOptions,
  destination: OpenDestination,
  batch: HeldBatch,
  search: Exclude<UploadSearch, { readonly ok: null }>,
  upload: ListedUpload | undefined,
): Promise<void> {
  const failure = search.ok ? null : search.failure;
  await inTransaction(options.pool, async (client) => {
    await recordAttempts(client, destination, [
      {
        made: search.last,
        purpose: 'look_up',
        batchId: batch.batchId,
        class: failure?.class ?? (upload === undefined ? 'absent' : 'found'),
        reason: failure?.reason ?? null,
        ...(upload === undefined ? {} : { answer: upload.entry }),
      },
    ]);
    const restMs = await settleDestination(client, options, destination, failure);
    if (!(await isStillHeld(client, batch))) return;
    if (failure !== null) return askLater(client, options, batch, failure, restMs);
    if (upload === undefined) return;
    const accepted = { class: 'accepted', ref: upload.ref, response: `upload ${upload.ref}` } as const;
    await settleAccepted(client, options, destination, batch, accepted);
  });
}

const dayMs = 86_400_000;

/** The batch stays ambiguous, for a day past its deadline at most: then its rows end as what they are. */
async function askLater(
  client: ClientBase,
  options: DeliveryOptions,
  batch: HeldBatch,
  failure: PassingFailure,
  restMs: number | null,
): Promise<void> {
  const nowMs = options.now();
  if (batch.giveUpMs + dayMs <= nowMs) return endUncertain(client, batch);
  // A question says nothing of the rows: it is asked again as soon as the destination has rested, before anything new is sent.
  const atMs = restMs === null ? askAgainMs(options, batch, failure, nowMs) : nowMs + restMs;
  await postponeBatch(client, batch, { atMs, ambiguous: true });
}

function askAgainMs(options: DeliveryOptions, batch: HeldBatch, failure: PassingFailure, nowMs: number): number {
  switch (failure.class) {
    case 'quota':
      return failure.untilMs;
    case 'needs_owner':
      // The destination waits for its owner; the batch is due as soon as it is free.
      return nowMs;
    case 'retryable':
    case 'ambiguous':
    case 'throttled':
      return nowMs + waitMs(failure.afterSeconds, batch, options);
  }
}

export async function endUncertain(client: ClientBase, batch: HeldBatch): Promise<void> {
  await endConversions(client, batch, { from: 'pending', state: 'uncertain', reason: 'answer_lost', response: null });
  await finishBatch(client, batch);
}
