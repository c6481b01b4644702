import { plainArray, textArray, timeArray } from '../../database/array-literal.ts';
import { statement } from '../../database/statement.ts';
import { fromMillionths, toMillionths } from '../../domain/money.ts';
import { rollupSpans, spanStart } from '../../domain/rollup-spans.ts';
import type { Batch, Transaction } from '../batch.ts';
import type { EventRow } from '../rows.ts';

const addToEventRollups = rollupSpans.map(({ ms, suffix }) => ({
  ms,
  statement: statement(
    `add_to_event_rollups${suffix}`,
    `insert into event_rollups${suffix} as known (project_id, bucket, source_id, kind, name, result, events, revenue, cost)
     select * from unnest($1::bigint[], $2::timestamptz[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::bigint[],
       $8::numeric[], $9::numeric[])
     order by 1, 2, 3, 4, 5, 6
     on conflict (project_id, bucket, source_id, kind, name, result) do update set
       events = known.events + excluded.events, revenue = known.revenue + excluded.revenue, cost = known.cost + excluded.cost`,
  ),
}));

interface EventCount {
  readonly event: EventRow;
  readonly bucketMs: number;
  events: number;
  revenue: bigint;
  cost: bigint;
}

/** Counts events by type and result and goals by name. Events are never weighed anew, so this only ever adds. */
export function countEvents(batch: Batch, tx: Transaction): void {
  const counted = batch.events.filter(({ kind }) => kind === 'event' || kind === 'refund' || kind === 'goal');
  if (counted.length === 0) return;
  for (const { ms, statement } of addToEventRollups) {
    const rows = [...count(counted, ms).values()];
    tx.write(statement, [
      plainArray(rows.map(({ event }) => event.projectId)),
      timeArray(rows.map((row) => row.bucketMs)),
      plainArray(rows.map(({ event }) => event.sourceId)),
      textArray(rows.map(({ event }) => event.kind)),
      textArray(rows.map(({ event }) => nameOf(event))),
      textArray(rows.map(({ event }) => event.result ?? '')),
      plainArray(rows.map((row) => row.events)),
      plainArray(rows.map((row) => fromMillionths(row.revenue))),
      plainArray(rows.map((row) => fromMillionths(row.cost))),
    ]);
  }
}

function count(events: readonly EventRow[], spanMs: number): ReadonlyMap<string, EventCount> {
  const counts = new Map<string, EventCount>();
  for (const event of events) {
    const bucketMs = spanStart(event.happenedMs, spanMs);
    const key = JSON.stringify([event.projectId, bucketMs, event.sourceId, event.kind, nameOf(event), event.result]);
    const known = counts.get(key) ?? { event, bucketMs, events: 0, revenue: 0n, cost: 0n };
    counts.set(key, known);
    known.events += 1;
    const sum = event.amount === null ? 0n : toMillionths(event.amount);
    if (sum > 0n || event.kind === 'refund') known.revenue += sum;
    else known.cost -= sum;
  }
  return counts;
}

/** The type of an event, the name of a goal. */
function nameOf({ type, target }: EventRow): string {
  return type ?? target ?? '';
}
