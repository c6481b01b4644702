import type { ClientBase } from 'pg';
import { execute, statement } from '../database/statement.ts';
import type { Verdict } from '../destinations/verdict.ts';
import { backoffMs } from './backoff.ts';
import { finishBatch } from './batch.ts';
import { annotateConversions, confirmConversions, endConversions, takeBackConversions } from './batch-conversions.ts';
import type { DeliveryOptions } from './options.ts';
import type { UndecidedBatch } from './take-undecided.ts';

export interface Decision {
  readonly batch: UndecidedBatch;
  readonly verdict: Exclude<Verdict, { readonly state: 'waiting' }>;
  /** The platform's own words about this upload. */
  readonly entry: string;
}

const storeVerdict = statement(
  'store_verdict',
  `update batches set state = 'done', leased_until = null, verdict = $3
   where project_id = $1 and batch_id = $2 and state = 'verdict_due' returning batch_id`,
);

/**
 * The platform counts per upload: all or none of the rows is exact, for an upload of one row always; anything between leaves the
 * rows accepted. Source: contract.md, `yandex_metrica`.
 */
export async function settleVerdict(
  client: ClientBase,
  { now, random }: Pick<DeliveryOptions, 'now' | 'random'>,
  { batch, verdict }: Decision,
): Promise<void> {
  const { projectId, batchId, size } = batch;
  const { state, summary } = verdict;
  if (state === 'lost') {
    await execute(client, storeVerdict, [projectId, batchId, JSON.stringify({ state })]);
    return takeBackConversions(client, batch, new Date(now() + backoffMs(1, random)), summary);
  }
  const { matched, total, reason } = verdict;
  await execute(client, storeVerdict, [projectId, batchId, JSON.stringify({ matched, total, reason })]);
  if (matched >= size) return confirmConversions(client, batch, new Date(now()), summary);
  if (matched > 0) return annotateConversions(client, batch, summary);
  await endConversions(client, batch, {
    from: 'accepted',
    state: 'failed',
    reason: reason ?? 'not_matched',
    response: summary,
  });
}

const postpone = statement(
  'postpone_verdict',
  `update batches set act_at = $3, leased_until = null where project_id = $1 and batch_id = $2 and state = 'verdict_due'`,
);

/** No verdict yet: asked again then, or never, where it is a day late. Its rows stay accepted. */
export async function postponeVerdict(
  client: ClientBase,
  batch: UndecidedBatch,
  nowMs: number,
  nextLookAt: Date,
): Promise<void> {
  if (batch.giveUpMs <= nowMs) return finishBatch(client, batch);
  await execute(client, postpone, [batch.projectId, batch.batchId, nextLookAt]);
}
