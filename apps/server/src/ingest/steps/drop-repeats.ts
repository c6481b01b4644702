import { bigint, Rows, text, timestamptz } from '../../database/parameter-rows.ts';
import { statement } from '../../database/statement.ts';
import type { Dedupe } from '../../domain/signal.ts';
import { type Batch, keyOf, type PendingRequest, type Transaction } from '../batch.ts';

const hourMs = 3_600_000;
const foreverMs = Date.UTC(9999, 11, 31);

interface Delivery {
  readonly projectId: string;
  readonly dedupe: Dedupe;
  readonly request: PendingRequest;
}

const deliveries = new Rows<Delivery, Batch>({
  project_id: bigint((one) => one.projectId),
  dedupe_key: text((one) => one.dedupe.key),
  seen_at: timestamptz((_one, batch) => batch.nowMs),
  expires_at: timestamptz(({ dedupe }, batch) =>
    dedupe.hours === null ? foreverMs : batch.nowMs + dedupe.hours * hourMs,
  ),
});

/**
 * Takes the identities of the batch's deliveries; one that is known and not yet expired is not returned. The table has no
 * partitions, so an identity outlives the request that brought it. Sorted, so that two processes wait for each other in one order.
 */
const takeDedupeKeys = statement<{ project_id: string; dedupe_key: string }>(
  'take_dedupe_keys',
  `insert into dedupe_keys as known (${deliveries.names})
   ${deliveries.select}
   order by 1, 2
   on conflict (project_id, dedupe_key) do update
     set seen_at = excluded.seen_at, expires_at = excluded.expires_at
     where known.expires_at <= excluded.seen_at
   returning project_id, dedupe_key`,
);

/** A delivery that was stored before ends here: answered OK, or as a conflict where the method says so. */
export async function dropRepeats(batch: Batch, tx: Transaction): Promise<void> {
  const first = new Map<string, Delivery>();
  for (const request of batch.open()) {
    const { reading } = request.record.task;
    if (reading.kind !== 'signals' || reading.dedupe === null) continue;
    const { projectId } = request.record.project;
    const key = keyOf(projectId, reading.dedupe.key);
    if (first.has(key)) endAsRepeat(request, reading.dedupe);
    else first.set(key, { projectId, dedupe: reading.dedupe, request });
  }
  if (first.size === 0) return;
  const taken = await tx.read(takeDedupeKeys, deliveries.values([...first.values()], batch));
  for (const row of taken) first.delete(keyOf(row.project_id, row.dedupe_key));
  for (const { request, dedupe } of first.values()) endAsRepeat(request, dedupe);
}

function endAsRepeat(request: PendingRequest, dedupe: Dedupe): void {
  request.outcome = { kind: dedupe.repeat === 'ok' ? 'repeated' : 'conflict' };
}
