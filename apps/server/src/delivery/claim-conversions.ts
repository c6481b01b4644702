import type { EventResult } from '@otkuda/contract';
import type { ClientBase } from 'pg';
import { plainArray } from '../database/array-values.ts';
import { execute, statement } from '../database/statement.ts';
import type { Cause, OutgoingConversion, Visit } from '../destinations/outgoing.ts';
import type { OpenDestination } from './open-destination.ts';
import type { DeliveryOptions } from './options.ts';
import { visitorAddresses } from './visitor-addresses.ts';

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
  readonly cause: Cause;
  readonly target: string;
  readonly event_type: string | null;
  readonly result: EventResult | null;
  readonly happened_at: Date;
  readonly value: string | null;
  readonly currency: string;
  readonly id_kind: string;
  readonly identifiers: Readonly<Record<string, string>>;
  readonly click_id: string | null;
  readonly clicked_at: Date | null;
  readonly deadline_at: Date | null;
}

export const conversionColumns = `conversion_id, user_id, cause, target, event_type, result, happened_at, trim_scale(value)::text as value, currency,
     id_kind, identifiers, click_id, clicked_at, deadline_at`;

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

const selectVisits = statement<Visit & { readonly click_id: string }>(
  'select_visits',
  `select click_id, address, referrer, user_agent as "userAgent", ip from clicks where project_id = $1 and click_id = any($2::uuid[])`,
);

/**
 * The rows as the platform gets to see them, in the order of their ids, so that a batch sent again is the same bytes; all but the address
 * of a visitor that was dropped meanwhile.
 */
export async function toOutgoing(
  client: ClientBase,
  options: Pick<DeliveryOptions, 'openAddress' | 'now'>,
  destination: OpenDestination,
  rows: readonly ConversionRow[],
): Promise<OutgoingConversion[]> {
  const { projectId, platform, messenger } = destination;
  const clickIds = platform.wantsVisit ? rows.flatMap(({ click_id }) => click_id ?? []) : [];
  const found = clickIds.length === 0 ? [] : await execute(client, selectVisits, [projectId, plainArray(clickIds)]);
  const visits = new Map(found.map(({ click_id, ...visit }) => [click_id, visit]));
  const addresses = await visitorAddresses(client, options, destination, visits);
  return rows
    .toSorted((a, b) => (a.conversion_id < b.conversion_id ? -1 : 1))
    .map((row) => ({
      conversionId: row.conversion_id,
      userId: row.user_id,
      platform: messenger,
      cause: row.cause,
      target: row.target,
      eventType: row.event_type,
      result: row.result,
      happenedMs: row.happened_at.getTime(),
      clickId: row.click_id,
      clickedMs: row.clicked_at?.getTime() ?? null,
      value: row.value,
      currency: row.currency,
      identity: { kind: row.id_kind, ids: row.identifiers },
      visit: visits.get(row.click_id ?? '') ?? null,
      visitorAddress: addresses.get(row.click_id ?? '') ?? null,
    }));
}
