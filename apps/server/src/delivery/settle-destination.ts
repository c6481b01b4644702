import type { ClientBase } from 'pg';
import { execute, statement } from '../database/statement.ts';
import type { Failure } from '../destinations/outcome.ts';
import type { OwnerReason } from '../destinations/reasons.ts';
import { pauseMs } from './backoff.ts';
import type { DestinationKey, OpenDestination } from './open-destination.ts';
import type { DeliveryOptions } from './options.ts';

/** Guarded, so that a destination which works is not written at every call. */
const clearFailures = statement(
  'clear_failures',
  `update destinations set failures = 0 where project_id = $1 and destination_id = $2 and failures > 0`,
);

const rest = statement(
  'rest_destination',
  `update destinations set failures = failures + $3, resume_at = greatest(resume_at, $4) where project_id = $1 and destination_id = $2`,
);

/** Only where the settings are still the ones that failed: the owner may have replaced them while the call was under way. */
const askOwner = statement<{ readonly destination_id: string }>(
  'ask_owner',
  `update destinations set state = 'needs_owner', state_reason = $3
   where project_id = $1 and destination_id = $2 and state = 'active' and settings_sealed = $4 returning destination_id`,
);

/**
 * What the end of a call means for the whole destination: it works, it is left alone for a while, or its owner has to act. Comes
 * first in its transaction: whoever stores new settings locks the destination before its batches, too.
 */
export async function settleDestination(
  client: ClientBase,
  options: Pick<DeliveryOptions, 'now' | 'random' | 'log'>,
  destination: OpenDestination,
  failure: Failure | null,
): Promise<void> {
  const { projectId, destinationId } = destination;
  const key = [projectId, destinationId];
  switch (failure?.class) {
    case undefined:
    case 'rejected': {
      await execute(client, clearFailures, key);
      return;
    }
    case 'retryable':
    case 'ambiguous': {
      const ms =
        failure.afterSeconds === null ? pauseMs(destination.failures + 1, options.random) : failure.afterSeconds * 1000;
      await execute(client, rest, [...key, 1, new Date(options.now() + ms)]);
      return;
    }
    case 'throttled': {
      const ms = failure.afterSeconds === null ? pauseMs(1, options.random) : failure.afterSeconds * 1000;
      await execute(client, rest, [...key, 0, new Date(options.now() + ms)]);
      return;
    }
    case 'quota': {
      await execute(client, rest, [...key, 0, new Date(failure.untilMs)]);
      return;
    }
    case 'needs_owner': {
      await markNeedsOwner(client, options, destination, destination.sealed, failure.reason);
      return;
    }
  }
}

/** `sealed`: the settings that do not work. */
export async function markNeedsOwner(
  client: ClientBase,
  { log }: Pick<DeliveryOptions, 'log'>,
  { projectId, destinationId }: DestinationKey,
  sealed: Buffer,
  reason: OwnerReason,
): Promise<void> {
  const marked = await execute(client, askOwner, [projectId, destinationId, reason, sealed]);
  if (marked.length > 0) log.warn({ projectId, destinationId, reason }, 'a destination needs its owner');
}
