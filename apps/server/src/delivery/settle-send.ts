import type { ClientBase } from 'pg';
import type { Accepted, Outcome } from '../destinations/destination.ts';
import { recordAttempts } from './attempt-log.ts';
import { backoffMs } from './backoff.ts';
import { acceptBatch, finishBatch, type HeldBatch, isStillHeld, postponeBatch } from './batch.ts';
import { acceptConversions, endConversions, releaseConversions } from './batch-conversions.ts';
import type { CallMade } from './make-call.ts';
import type { OpenDestination } from './open-destination.ts';
import type { DeliveryOptions } from './options.ts';
import { settleDestination } from './settle-destination.ts';
import { splitBatch } from './split-batch.ts';
import { inTransaction } from './transaction.ts';
import { firstVerdictAt, verdictsGiveUpAt } from './verdict-times.ts';

/** Stores how sending a batch ended: the attempt, what it means for the destination, and for the batch if it is still ours. */
export async function settleSend(
  options: DeliveryOptions,
  destination: OpenDestination,
  batch: HeldBatch,
  made: CallMade,
  outcome: Outcome,
): Promise<void> {
  const failure = outcome.class === 'accepted' ? null : outcome;
  await inTransaction(options.pool, async (client) => {
    await recordAttempts(client, destination, [
      { made, purpose: 'send', batchId: batch.batchId, class: outcome.class, reason: failure?.reason ?? null },
    ]);
    await settleDestination(client, options, destination, failure);
    if (await isStillHeld(client, batch)) await settleBatch(client, options, destination, batch, outcome);
  });
}

async function settleBatch(
  client: ClientBase,
  options: DeliveryOptions,
  destination: OpenDestination,
  batch: HeldBatch,
  outcome: Outcome,
): Promise<void> {
  const nowMs = options.now();
  switch (outcome.class) {
    case 'accepted':
      return settleAccepted(client, options, destination, batch, outcome);
    case 'retryable':
    case 'ambiguous':
      return postponeBatch(client, batch, {
        atMs: nowMs + waitMs(outcome.afterSeconds, batch, options),
        ambiguous: outcome.class === 'ambiguous',
      });
    case 'quota':
      return postponeBatch(client, batch, { atMs: outcome.untilMs, ambiguous: false });
    case 'needs_owner':
      await releaseConversions(client, batch, new Date(nowMs));
      return finishBatch(client, batch);
    case 'rejected': {
      const { reason, detail: response } = outcome;
      if (!(await splitBatch(client, destination, batch, nowMs))) {
        await endConversions(client, batch, { from: 'pending', state: 'failed', reason, response });
      }
      return finishBatch(client, batch);
    }
  }
}

/** The platform has it. Where it lists its uploads, the verdict is asked for later; else this is all that will be known. */
export async function settleAccepted(
  client: ClientBase,
  { now, pollSeconds }: DeliveryOptions,
  { platform }: OpenDestination,
  batch: HeldBatch,
  { ref, response }: Accepted,
): Promise<void> {
  const nowMs = now();
  await acceptConversions(client, batch, new Date(nowMs), response);
  await acceptBatch(client, batch, {
    state: platform.uploads === null ? 'done' : 'verdict_due',
    ref,
    lookAt: firstVerdictAt(nowMs, pollSeconds),
    giveUpAt: verdictsGiveUpAt(nowMs),
  });
}

/** The platform's own wish wins over the backoff. */
export function waitMs(afterSeconds: number | null, { attempts }: HeldBatch, { random }: DeliveryOptions): number {
  return afterSeconds === null ? backoffMs(attempts, random) : afterSeconds * 1000;
}
