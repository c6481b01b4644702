import { recordAttempts } from './attempt-log.ts';
import { backoffMs } from './backoff.ts';
import { type Done, nothing } from './done.ts';
import { findUploads, type PassingFailure } from './find-uploads.ts';
import type { OpenDestination } from './open-destination.ts';
import type { DeliveryOptions } from './options.ts';
import { settleDestination } from './settle-destination.ts';
import { type Decision, postponeVerdict, settleVerdict } from './settle-verdict.ts';
import { takeUndecided, type UndecidedBatch } from './take-undecided.ts';
import { inTransaction } from './transaction.ts';
import { nextVerdictAt } from './verdict-times.ts';

/**
 * Reads the verdicts of all batches that wait for one, with one list for all of them, as soon as one of them is due: a platform
 * counts requests, and the others stand in the same list. Null where none is due.
 */
export async function askVerdicts(options: DeliveryOptions, destination: OpenDestination): Promise<Done | null> {
  const batches = await takeUndecided(options, destination);
  if (batches.length === 0) return null;
  const search = await findUploads(options, destination, batches);
  if (search.ok === null) return nothing;
  const decisions = search.ok ? decisionsOf(batches, search.found) : [];
  const decided = new Set(decisions.map(({ batch }) => batch));
  const { last } = search;
  await inTransaction(options.pool, async (client) => {
    const failure = search.ok ? null : search.failure;
    // A look that brought nothing is not worth a row.
    if (failure !== null) {
      const { reason } = failure;
      await recordAttempts(client, destination, [
        { made: last, purpose: 'verdict', batchId: null, class: failure.class, reason },
      ]);
    }
    const found = decisions.map(
      ({ batch: { batchId }, entry: answer }) =>
        ({ made: last, purpose: 'verdict', batchId, class: 'decided', reason: null, answer }) as const,
    );
    await recordAttempts(client, destination, found);
    await settleDestination(client, options, destination, failure);
    for (const decision of decisions) await settleVerdict(client, decision, options.now());
    for (const batch of batches.filter((other) => !decided.has(other))) {
      await postponeVerdict(client, batch, options.now(), new Date(nextLookMs(options, destination, batch, failure)));
    }
  });
  return { ...nothing, verdicts: decisions.length };
}

function decisionsOf(
  batches: readonly UndecidedBatch[],
  found: Extract<Awaited<ReturnType<typeof findUploads>>, { readonly ok: true }>['found'],
): Decision[] {
  return batches.flatMap((batch) => {
    const upload = found.get(batch.batchId);
    if (upload === undefined || upload.verdict.state === 'waiting') return [];
    return [{ batch, verdict: upload.verdict, entry: upload.entry }];
  });
}

function nextLookMs(
  { now, random, pollSeconds }: DeliveryOptions,
  { failures }: OpenDestination,
  { acceptedMs }: UndecidedBatch,
  failure: PassingFailure | null,
): number {
  const usualMs = nextVerdictAt(acceptedMs, now(), pollSeconds).getTime();
  switch (failure?.class) {
    case undefined:
      return usualMs;
    case 'needs_owner':
      return now();
    case 'quota':
      return failure.untilMs;
    case 'retryable':
    case 'ambiguous':
      return now() + (failure.afterSeconds === null ? backoffMs(failures + 1, random) : failure.afterSeconds * 1000);
  }
}
