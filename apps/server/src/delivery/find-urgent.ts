import { execute, statement } from '../database/statement.ts';
import type { DeliveryOptions } from './options.ts';
import { withClient } from './transaction.ts';

const nearMs = 3_600_000;

/** The index by deadline has them side by side; more than these are found at the next look. */
const selectUrgent = statement<{ readonly destination_id: string }>(
  'select_urgent_destinations',
  `select distinct destination_id from (
     select destination_id from conversions
     where state = 'pending' and batch_id is null and deadline_at > $1 and deadline_at <= $2 order by deadline_at limit 5000
   ) near`,
);

/** Destinations for which something waits whose deadline is less than an hour away: these are not held back. */
export async function findUrgent(options: Pick<DeliveryOptions, 'pool' | 'now'>): Promise<ReadonlySet<string>> {
  const nowMs = options.now();
  const rows = await withClient(options.pool, (client) =>
    execute(client, selectUrgent, [new Date(nowMs), new Date(nowMs + nearMs)]),
  );
  return new Set(rows.map(({ destination_id }) => destination_id));
}
