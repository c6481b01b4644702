import type { ClientBase } from 'pg';
import type { Accepted, Outcome, Rejected } from '../destinations/outcome.ts';
import { recordAttempts } from './attempt-log.ts';
import { backoffMs } from './backoff.ts';
import { acceptBatch, finishBatch, type HeldBatch, isStillHeld, postponeBatch } from './batch.ts';
import { acceptConversions, confirmConversions, endConversions, releaseConversions } from './batch-conversions.ts';
import type { CallMade } from './make-call.ts';
import type { OpenDestination } from './open-destination.ts';
import type { DeliveryOptions } from './options.ts';
import { settleDestination } from './settle-destination.ts';
import { dropRows, splitBatch } from './split-batch.ts';
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
  const failure = isTaken(outcome) ? null : outcome;
  await inTransaction(options.pool, async (client) => {
    await recordAttempts(client, destination, [
      { made, purpose: 'send', batchId: batch.batchId, class: outcome.class, reason: failure?.reason ?? null },
    ]);
    const restMs = await settleDestination(client, options, destination, failure);
    const wallMs = isWall(destination, batch, made, outcome) ? restMs : null;
    if (await isStillHeld(client, batch)) await settleBatch(client, options, destination, batch, outcome, wallMs);
  });
}

// Two days at the longest rest: whatever fails that often may do so of itself, and no longer stands in front of the others.
const wallTriesMax = 200;

/**
 * Whether a failure says nothing of the rows: the platform was not reached or did not read them. Where a call carries many rows, the
 * next batch would fare no better, so this one is tried again as soon as the destination has rested.
 */
function isWall({ platform }: OpenDestination, { attempts }: HeldBatch, made: CallMade, outcome: Outcome): boolean {
  if (platform.batchSizeMax === 1 || attempts > wallTriesMax) return false;
  return outcome.class === 'retryable' || (outcome.class === 'ambiguous' && made.answer === null);
}

const lastTryMs = 5 * 60_000;

/** A backoff that reaches past the deadline is cut short: a last try stands shortly before it. */
function withLastTry(atMs: number, { giveUpMs }: HeldBatch, nowMs: number): number {
  return atMs < giveUpMs ? atMs : Math.max(giveUpMs - lastTryMs, Math.min(atMs, nowMs + lastTryMs));
}

export function isTaken(outcome: Outcome): outcome is Accepted {
  return outcome.class === 'accepted' || outcome.class === 'confirmed';
}

async function settleBatch(
  client: ClientBase,
  options: DeliveryOptions,
  destination: OpenDestination,
  batch: HeldBatch,
  outcome: Outcome,
  wallMs: number | null,
): Promise<void> {
  const nowMs = options.now();
  switch (outcome.class) {
    case 'accepted':
    case 'confirmed':
      return settleAccepted(client, options, destination, batch, outcome);
    case 'retryable':
    case 'ambiguous': {
      const ambiguous = outcome.class === 'ambiguous';
      const waitMs = retryWaitMs(options, destination, batch, outcome);
      if (waitMs === null) return giveUp(client, batch, ambiguous);
      // At a wall it is the next to go: what came after it waits behind it, and all keep their order.
      const atMs = withLastTry(nowMs + (wallMs ?? waitMs), batch, nowMs);
      return postponeBatch(client, batch, { atMs, ambiguous });
    }
    case 'throttled': {
      const waitMs =
        outcome.afterSeconds === null ? backoffMs(batch.attempts, options.random) : outcome.afterSeconds * 1000;
      return postponeBatch(client, batch, { atMs: nowMs + waitMs, ambiguous: false });
    }
    case 'quota':
      return postponeBatch(client, batch, { atMs: outcome.untilMs, ambiguous: false });
    case 'needs_owner':
      await releaseConversions(client, batch, new Date(nowMs));
      return finishBatch(client, batch);
    case 'rejected':
      return settleRejected(client, destination, batch, outcome, nowMs);
  }
}

async function settleRejected(
  client: ClientBase,
  destination: OpenDestination,
  batch: HeldBatch,
  { reason, detail: response, rows = [] }: Rejected,
  nowMs: number,
): Promise<void> {
  if (rows.length > 0) await dropRows(client, destination, batch, rows, nowMs);
  else if (!(await splitBatch(client, destination, batch, nowMs))) {
    await endConversions(client, batch, { from: 'pending', state: 'failed', reason, response });
  }
  await finishBatch(client, batch);
}

/**
 * The platform has it. Where it tells a verdict later, that is asked for; else this is all that will be known. Rows that were sent
 * again to a platform that tells no repeats may be counted twice there, and end as what they are.
 */
export async function settleAccepted(
  client: ClientBase,
  { now, pollSeconds }: DeliveryOptions,
  { platform, settings }: OpenDestination,
  batch: HeldBatch,
  { class: outcome, ref, response }: Accepted,
): Promise<void> {
  const nowMs = now();
  if (batch.resends > 0 && platform.repeats(settings).kind === 'counted_twice') {
    await endConversions(client, batch, { from: 'pending', state: 'uncertain', reason: 'maybe_twice', response });
    return finishBatch(client, batch);
  }
  await acceptConversions(client, batch, new Date(nowMs), response);
  if (outcome === 'confirmed') await confirmConversions(client, batch, new Date(nowMs), response);
  const { verdicts } = platform;
  const decided = outcome === 'confirmed' || verdicts === null;
  await acceptBatch(client, batch, {
    state: decided ? 'done' : 'verdict_due',
    ref,
    lookAt: decided ? new Date(nowMs) : firstVerdictAt(nowMs, pollSeconds, verdicts),
    giveUpAt: decided ? new Date(nowMs) : verdictsGiveUpAt(nowMs, verdicts),
  });
}

async function giveUp(client: ClientBase, batch: HeldBatch, ambiguous: boolean): Promise<void> {
  const ending =
    ambiguous || batch.resends > 0
      ? ({ state: 'uncertain', reason: 'answer_lost' } as const)
      : ({ state: 'failed', reason: 'gave_up' } as const);
  await endConversions(client, batch, { from: 'pending', ...ending, response: null });
  await finishBatch(client, batch);
}

/**
 * How long until the batch is tried again; null: it was tried often enough. The platform's own wish wins over the backoff, and what
 * may have arrived at a platform that can be asked is asked about, however often.
 */
function retryWaitMs(
  { random }: DeliveryOptions,
  { platform, settings }: OpenDestination,
  { attempts }: HeldBatch,
  failure: Extract<Outcome, { readonly class: 'retryable' | 'ambiguous' }>,
): number | null {
  const asks = failure.class === 'ambiguous' && platform.repeats(settings).kind === 'look_up';
  const triesMax = Math.min(failure.triesMax ?? Infinity, (platform.retries?.waitSeconds.length ?? Infinity) + 1);
  if (!asks && attempts >= triesMax) return null;
  return waitMs(failure.afterSeconds, { attempts }, { random }, platform.retries?.waitSeconds);
}

export function waitMs(
  afterSeconds: number | null,
  { attempts }: Pick<HeldBatch, 'attempts'>,
  { random }: Pick<DeliveryOptions, 'random'>,
  schedule?: readonly number[],
): number {
  return afterSeconds === null ? backoffMs(attempts, random, schedule) : afterSeconds * 1000;
}
