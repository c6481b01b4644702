import type { ClientBase } from 'pg';
import { execute, statement } from '../database/statement.ts';
import type { Failure } from '../destinations/outcome.ts';
import type { OwnerReason } from '../destinations/reasons.ts';
import { pauseMs } from './backoff.ts';
import { restMs } from './breaker.ts';
import { endNotices, openNotice } from './notices.ts';
import type { DestinationKey, OpenDestination } from './open-destination.ts';
import type { DeliveryOptions } from './options.ts';

type Options = Pick<DeliveryOptions, 'now' | 'random' | 'log'>;

/** Guarded, so that a destination which works is not written at every call. */
const clearFailures = statement<{ readonly since: Date | null }>(
  'clear_failures',
  `update destinations d set failures = 0, trips = 0, failing_since = null
   from destinations before
   where d.project_id = $1 and d.destination_id = $2 and d.failures > 0
     and before.project_id = d.project_id and before.destination_id = d.destination_id
   returning before.failing_since as since`,
);

/** After an outage nobody waits for the rest of a backoff that the outage has made long. */
const hurryBatches = statement(
  'hurry_after_outage',
  `update batches set act_at = least(act_at, $3)
   where project_id = $1 and destination_id = $2 and state = 'sending' and leased_until is null`,
);

/** Nothing went through for so long: then it was the platform. Less may have been a single batch that fails of itself. */
const outageMsMin = 60_000;

const countFailure = statement<{ readonly failing_since: Date }>(
  'count_failure',
  `update destinations set failures = failures + 1, failing_since = coalesce(failing_since, $3)
   where project_id = $1 and destination_id = $2 returning failing_since`,
);

/** Of calls that fail together, one opens the breaker. */
const trip = statement(
  'trip_breaker',
  `update destinations set trips = trips + case when resume_at > $3 then 0 else 1 end, resume_at = greatest(resume_at, $4)
   where project_id = $1 and destination_id = $2`,
);

const rest = statement(
  'rest_destination',
  `update destinations set resume_at = greatest(resume_at, $3) where project_id = $1 and destination_id = $2`,
);

/** Only where the settings are still the ones that failed: the owner may have replaced them while the call was under way. */
const askOwner = statement<{ readonly destination_id: string }>(
  'ask_owner',
  `update destinations set state = 'needs_owner', state_reason = $3
   where project_id = $1 and destination_id = $2 and state = 'active' and settings_sealed = $4 returning destination_id`,
);

/** A fault that lasts so long is worth a word to the owner, though there is nothing to do but to know. */
const failingMsMin = 3_600_000;

/**
 * What the end of a call means for the whole destination: it works, it is left alone for a while, or its owner has to act. Comes
 * first in its transaction, after the attempt: whoever stores new settings locks the destination before its batches, too. Gives for how
 * many milliseconds the destination rests; null: it does not.
 */
export async function settleDestination(
  client: ClientBase,
  options: Options,
  destination: OpenDestination,
  failure: Failure | null,
): Promise<number | null> {
  const { projectId, destinationId } = destination;
  const key = [projectId, destinationId];
  const nowMs = options.now();
  switch (failure?.class) {
    case undefined:
    case 'rejected': {
      const cleared = await execute(client, clearFailures, key);
      if (cleared.length > 0) await endNotices(client, destination, ['failing'], nowMs);
      if (cleared.some(({ since }) => since !== null && nowMs - since.getTime() >= outageMsMin)) {
        await execute(client, hurryBatches, [...key, new Date(nowMs)]);
      }
      return null;
    }
    case 'retryable':
    case 'ambiguous':
      return settleFailure(client, options, destination, failure);
    case 'throttled': {
      const ms = failure.afterSeconds === null ? pauseMs(1, options.random) : failure.afterSeconds * 1000;
      await execute(client, rest, [...key, new Date(nowMs + ms)]);
      return ms;
    }
    case 'quota': {
      await execute(client, rest, [...key, new Date(failure.untilMs)]);
      return failure.untilMs - nowMs;
    }
    case 'needs_owner': {
      await markNeedsOwner(client, options, destination, destination.sealed, failure.reason);
      return null;
    }
  }
}

async function settleFailure(
  client: ClientBase,
  options: Options,
  destination: OpenDestination,
  { afterSeconds, reason }: Extract<Failure, { readonly class: 'retryable' | 'ambiguous' }>,
): Promise<number | null> {
  const key = [destination.projectId, destination.destinationId];
  const nowMs = options.now();
  const now = new Date(nowMs);
  const [counted] = await execute(client, countFailure, [...key, now]);
  const ms = afterSeconds === null ? await restMs(client, options, destination) : afterSeconds * 1000;
  if (ms !== null) await execute(client, trip, [...key, now, new Date(nowMs + ms)]);
  const sinceMs = counted?.failing_since.getTime() ?? nowMs;
  if (nowMs - sinceMs >= failingMsMin) await openNotice(client, destination, { kind: 'failing', reason, nowMs });
  return ms;
}

/** `sealed`: the settings that do not work. */
export async function markNeedsOwner(
  client: ClientBase,
  { log, now }: Pick<DeliveryOptions, 'log' | 'now'>,
  { projectId, destinationId }: DestinationKey,
  sealed: Buffer,
  reason: OwnerReason,
): Promise<void> {
  const marked = await execute(client, askOwner, [projectId, destinationId, reason, sealed]);
  if (marked.length === 0) return;
  await openNotice(client, { projectId, destinationId }, { kind: 'needs_owner', reason, nowMs: now() });
  log.warn({ projectId, destinationId, reason }, 'a destination needs its owner');
}
