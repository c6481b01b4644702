import type { ClientBase } from 'pg';
import { execute, statement } from '../database/statement.ts';
import type { OutgoingConversion } from '../destinations/destination.ts';
import type { OpenDestination } from './open-destination.ts';

/**
 * The kind of identifier to send next: that of the conversion that is ready longest; else, where batches are filled ($4 rows of a
 * kind make one), a kind that is full before its time.
 */
const selectReadyKind = statement<{ readonly kind: string | null }>(
  'select_ready_kind',
  `select coalesce(
     (select id_kind from conversions
      where project_id = $1 and destination_id = $2 and state = 'pending' and batch_id is null
        and greatest(due_at, happened_at) <= $3 and (deadline_at is null or deadline_at > $3)
      order by greatest(due_at, happened_at) limit 1),
     (select id_kind from conversions
      where project_id = $1 and destination_id = $2 and state = 'pending' and batch_id is null
        and greatest(due_at, happened_at) > $3 and happened_at <= $3 and (deadline_at is null or deadline_at > $3)
      group by id_kind having count(*) >= $4 limit 1)) as kind`,
);

export interface ConversionRow {
  readonly conversion_id: string;
  readonly user_id: string | null;
  readonly target: string;
  readonly happened_at: Date;
  readonly value: string | null;
  readonly currency: string;
  readonly id_kind: string;
  readonly id_value: string;
  readonly deadline_at: Date | null;
}

export const conversionColumns = `conversion_id, user_id, target, happened_at, case when value > 0 then trim_scale(value)::text end as value,
     currency, id_kind, id_value, deadline_at`;

/** Skips what another process is claiming at this moment; what has not happened yet waits, whenever it is due. */
const lockDueConversions = statement<ConversionRow>(
  'lock_due_conversions',
  `select ${conversionColumns} from conversions
   where project_id = $1 and destination_id = $2 and state = 'pending' and batch_id is null and id_kind = $3
     and happened_at <= $4 and (deadline_at is null or deadline_at > $4) and ($5 or due_at <= $4)
   order by greatest(due_at, happened_at) limit $6 for update skip locked`,
);

/** Locks the rows of the next batch, oldest first, at most as many as the platform takes. None: nothing is to be sent. */
export async function claimDueConversions(
  client: ClientBase,
  { projectId, destinationId, platform }: OpenDestination,
  nowMs: number,
): Promise<ConversionRow[]> {
  const now = new Date(nowMs);
  const full = platform.fillsBatches ? platform.batchSizeMax : null;
  const [ready] = await execute(client, selectReadyKind, [projectId, destinationId, now, full]);
  if (ready === undefined || ready.kind === null) return [];
  return execute(client, lockDueConversions, [
    projectId,
    destinationId,
    ready.kind,
    now,
    platform.fillsBatches,
    platform.batchSizeMax,
  ]);
}

/** In the order of their ids, so that a batch sent again is the same bytes. */
export function toOutgoing(rows: readonly ConversionRow[]): OutgoingConversion[] {
  return rows
    .toSorted((a, b) => (a.conversion_id < b.conversion_id ? -1 : 1))
    .map((row) => ({
      conversionId: row.conversion_id,
      userId: row.user_id,
      target: row.target,
      happenedMs: row.happened_at.getTime(),
      value: row.value,
      currency: row.currency,
      id: { kind: row.id_kind, value: row.id_value },
    }));
}
