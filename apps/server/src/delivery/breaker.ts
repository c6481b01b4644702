import type { ClientBase } from 'pg';
import { execute, statement } from '../database/statement.ts';
import { pauseMs } from './backoff.ts';
import type { OpenDestination } from './open-destination.ts';
import type { DeliveryOptions } from './options.ts';

// Source: adplatforms.md §7.3.
const windowMs = 5 * 60_000;
const callsMin = 10;
const failedShareMin = 0.7;
const firstRestMs = 30_000;
const restMsMax = 15 * 60_000;

/** The newest sends of the last minutes; more of them would not change the picture. */
const selectRecent = statement<{ readonly calls: number; readonly failed: number }>(
  'select_recent_calls',
  `select count(*)::integer as calls, count(*) filter (where class in ('retryable', 'ambiguous'))::integer as failed
   from (
     select class, tried_at from attempts where project_id = $1 and destination_id = $2 and purpose = 'send'
     order by attempt_id desc limit 50
   ) newest
   where tried_at > $3`,
);

/**
 * How long the whole destination rests after a call that failed, in milliseconds; null: it goes on, and only the batch waits.
 *
 * A call of many rows that fails is a wall: the next batch would run against it, too. Where a call is about one row, one failure may be
 * that row's own: the breaker opens at 7 failures of 10 within five minutes, as the attempts tell (this one is among them). Once it has
 * opened, one failure opens it again, for twice the time: what comes after a rest is a probe. The first success closes it.
 */
export async function restMs(
  client: ClientBase,
  { now, random }: Pick<DeliveryOptions, 'now' | 'random'>,
  { projectId, destinationId, platform, failures, trips }: OpenDestination,
): Promise<number | null> {
  if (platform.batchSizeMax > 1) return pauseMs(failures + 1, random);
  if (trips === 0) {
    const [recent] = await execute(client, selectRecent, [projectId, destinationId, new Date(now() - windowMs)]);
    const { calls, failed } = recent ?? { calls: 0, failed: 0 };
    if (calls < callsMin || failed < failedShareMin * calls) return null;
  }
  return Math.min(firstRestMs * 2 ** Math.min(trips, 10), restMsMax);
}
