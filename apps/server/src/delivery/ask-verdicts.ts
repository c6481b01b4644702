import type { Failure } from '../destinations/outcome.ts';
import type { UploadList, VerdictByRef } from '../destinations/verdict.ts';
import { type Attempt, recordAttempts } from './attempt-log.ts';
import { backoffMs } from './backoff.ts';
import { type Done, nothing } from './done.ts';
import { findUploads, type PassingFailure, passing } from './find-uploads.ts';
import { makeCall } from './make-call.ts';
import { contextOf, type OpenDestination } from './open-destination.ts';
import type { DeliveryOptions } from './options.ts';
import { settleDestination } from './settle-destination.ts';
import { type Decision, postponeVerdict, settleVerdict } from './settle-verdict.ts';
import { takeUndecided, type UndecidedBatch } from './take-undecided.ts';
import { judge } from './tokens.ts';
import { inTransaction } from './transaction.ts';
import { nextVerdictAt } from './verdict-times.ts';

/** What was learnt of the batches that were asked about. */
interface Look {
  readonly batches: readonly UndecidedBatch[];
  readonly decisions: readonly Decision[];
  readonly failure: PassingFailure | null;
  readonly attempts: readonly Attempt[];
}

/** Asks the platform what became of accepted batches. Null where none is due. */
export async function askVerdicts(options: DeliveryOptions, destination: OpenDestination): Promise<Done | null> {
  const { verdicts } = destination.platform;
  if (verdicts === null) return null;
  const batches = await takeUndecided(options, destination, verdicts);
  if (batches.length === 0) return null;
  const look =
    verdicts.from === 'list'
      ? await readList(options, destination, verdicts.list, batches)
      : await askEach(options, destination, verdicts.ref, batches);
  await settleLook(options, destination, look);
  const rows = look.decisions.reduce((sum, { batch }) => sum + batch.size, 0);
  return { ...nothing, verdicts: look.decisions.length, rows };
}

/** One list for all of them, as soon as one is due: a platform counts requests, and the others stand in the same list. */
async function readList(
  options: DeliveryOptions,
  destination: OpenDestination,
  list: UploadList<unknown>,
  batches: readonly UndecidedBatch[],
): Promise<Look> {
  const search = await findUploads(options, destination, list, batches);
  if (search.ok === null) return { batches, decisions: [], failure: null, attempts: [] };
  const { last } = search;
  if (!search.ok) {
    const { failure } = search;
    const attempt = {
      made: last,
      purpose: 'verdict',
      batchId: null,
      class: failure.class,
      reason: failure.reason,
    } as const;
    return { batches, decisions: [], failure, attempts: [attempt] };
  }
  const decisions = batches.flatMap((batch) => {
    const upload = search.found.get(batch.batchId);
    if (upload === undefined || upload.verdict.state === 'waiting') return [];
    return [{ batch, verdict: upload.verdict, entry: upload.entry }];
  });
  // A look that brought nothing is not worth a row.
  const attempts = decisions.map(
    ({ batch: { batchId }, entry: answer }) =>
      ({ made: last, purpose: 'verdict', batchId, class: 'decided', reason: null, answer }) as const,
  );
  return { batches, decisions, failure: null, attempts };
}

/** A call for each that is due; the first that fails ends the round, since the next one would hardly fare better. */
async function askEach(
  options: DeliveryOptions,
  destination: OpenDestination,
  byRef: VerdictByRef<unknown>,
  batches: readonly UndecidedBatch[],
): Promise<Look> {
  const decisions: Decision[] = [];
  const attempts: Attempt[] = [];
  let failure: PassingFailure | null = null;
  for (const batch of batches) {
    if (batch.ref === null || batch.actMs > options.now() || failure !== null) continue;
    const { batchId } = batch;
    const request = byRef.request(batch.ref, destination.settings, contextOf(destination, options.now()));
    const made = await makeCall(options, destination, request);
    const answered = made.answer === null ? made.failure : byRef.read(made.answer, options.now());
    const read: Failure | Exclude<typeof answered, Failure> = judge(options, destination, answered);
    if (read.class !== 'verdict') {
      failure = passing(read);
      attempts.push({ made, purpose: 'verdict', batchId, class: failure.class, reason: failure.reason });
    } else if (read.verdict.state !== 'waiting') {
      decisions.push({ batch, verdict: read.verdict, entry: made.answer?.body ?? '' });
      attempts.push({ made, purpose: 'verdict', batchId, class: 'decided', reason: null });
    }
  }
  return { batches, decisions, failure, attempts };
}

async function settleLook(
  options: DeliveryOptions,
  destination: OpenDestination,
  { batches, decisions, failure, attempts }: Look,
): Promise<void> {
  const decided = new Set(decisions.map(({ batch }) => batch));
  await inTransaction(options.pool, async (client) => {
    await recordAttempts(client, destination, attempts);
    if (failure !== null || decisions.length > 0) await settleDestination(client, options, destination, failure);
    for (const decision of decisions) await settleVerdict(client, options, decision);
    for (const batch of batches.filter((other) => !decided.has(other))) {
      await postponeVerdict(client, batch, options.now(), new Date(nextLookMs(options, destination, batch, failure)));
    }
  });
}

function nextLookMs(
  { now, random, pollSeconds }: DeliveryOptions,
  { failures, platform }: OpenDestination,
  { acceptedMs, actMs }: UndecidedBatch,
  failure: PassingFailure | null,
): number {
  // Taken along, though its turn had not come.
  if (actMs > now()) return actMs;
  const usualMs = nextVerdictAt(acceptedMs, now(), pollSeconds, platform.verdicts?.from ?? 'list').getTime();
  switch (failure?.class) {
    case undefined:
      return usualMs;
    case 'needs_owner':
      return now();
    case 'quota':
      return failure.untilMs;
    case 'retryable':
    case 'ambiguous':
    case 'throttled':
      return now() + (failure.afterSeconds === null ? backoffMs(failures + 1, random) : failure.afterSeconds * 1000);
  }
}
