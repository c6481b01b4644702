import type { ClientBase } from 'pg';
import { execute, statement } from '../database/statement.ts';
import { endNotices } from './notices.ts';
import type { DestinationKey } from './open-destination.ts';

/** A pause of the owner's own stays; a rest that was taken because of the old settings ends. */
const activate = statement(
  'free_destination',
  `update destinations set state = case when state = 'needs_owner' then 'active' else state end,
     state_reason = case when state = 'needs_owner' then null else state_reason end, failures = 0, trips = 0, failing_since = null,
     resume_at = null
   where project_id = $1 and destination_id = $2`,
);

const hurryBatches = statement(
  'hurry_batches',
  `update batches set act_at = least(act_at, $3) where project_id = $1 and destination_id = $2 and state = 'sending'`,
);

const hurryConversions = statement(
  'hurry_conversions',
  `update conversions set due_at = least(due_at, $3)
   where project_id = $1 and destination_id = $2 and state = 'pending' and batch_id is null`,
);

/**
 * Sets a destination free that waited for its owner: all that waits is due at once. To be called in the transaction that stores
 * new settings, after them; wake the delivery after its commit.
 */
export async function freeDestination(
  client: ClientBase,
  { projectId, destinationId }: DestinationKey,
  nowMs: number,
): Promise<void> {
  await execute(client, activate, [projectId, destinationId]);
  await endNotices(client, { projectId, destinationId }, ['needs_owner', 'failing', 'token_expires'], nowMs);
  await execute(client, hurryBatches, [projectId, destinationId, new Date(nowMs)]);
  await execute(client, hurryConversions, [projectId, destinationId, new Date(nowMs)]);
}
