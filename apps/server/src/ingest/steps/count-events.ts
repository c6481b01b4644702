import { bigintArray, plainArray, textArray, timeArray, uuidArray } from '../../database/array-values.ts';
import { fromMillionths, toMillionths } from '../../domain/money.ts';
import { labelSpans, quarterMs, spanStart } from '../../domain/rollup-spans.ts';
import { addToSpans } from '../add-to-spans.ts';
import type { Batch, Transaction } from '../batch.ts';
import type { EventRow } from '../rows.ts';

const keys = [
  ['source_id', 'uuid'],
  ['kind', 'text'],
  ['name', 'text'],
  ['result', 'text'],
] as const;
const sums = [
  ['events', 'bigint'],
  ['revenue', 'numeric'],
  ['cost', 'numeric'],
] as const;
const addToEventRollups = addToSpans({ table: 'event_rollups', keys, sums });
/** Together: the statement by itself costs as much as its rows. */
const addToEventAndLabelRollups = addToSpans({
  table: 'event_rollups',
  keys,
  sums,
  detail: { table: 'label_rollups', spans: labelSpans, keys: [['label_set_id', 'uuid']] },
});

interface EventCount {
  readonly event: EventRow;
  readonly bucketMs: number;
  events: number;
  revenue: bigint;
  cost: bigint;
}

/**
 * Counts events by type and result and goals by name, and those that carry labels by these as well. Events are never weighed anew, so this
 * only ever adds.
 */
export function countEvents(batch: Batch, tx: Transaction): void {
  const counted = batch.events.filter(({ kind }) => kind === 'event' || kind === 'refund' || kind === 'goal');
  if (counted.length === 0) return;
  const rows = [...count(counted).values()];
  const labelled = rows.some(({ event }) => event.labelSetId !== null);
  tx.write(labelled ? addToEventAndLabelRollups : addToEventRollups, [
    bigintArray(rows.map(({ event }) => event.projectId)),
    timeArray(rows.map((row) => row.bucketMs)),
    uuidArray(rows.map(({ event }) => event.sourceId)),
    textArray(rows.map(({ event }) => event.kind)),
    textArray(rows.map(({ event }) => nameOf(event))),
    textArray(rows.map(({ event }) => event.result ?? '')),
    ...(labelled ? [uuidArray(rows.map(({ event }) => event.labelSetId))] : []),
    bigintArray(rows.map((row) => row.events)),
    plainArray(rows.map((row) => fromMillionths(row.revenue))),
    plainArray(rows.map((row) => fromMillionths(row.cost))),
  ]);
}

function count(events: readonly EventRow[]): ReadonlyMap<string, EventCount> {
  const counts = new Map<string, EventCount>();
  for (const event of events) {
    const bucketMs = spanStart(event.happenedMs, quarterMs);
    // No text that is stored holds a NUL.
    const key = `${event.projectId}\0${bucketMs}\0${event.sourceId}\0${event.kind}\0${nameOf(event)}\0${event.result}\0${event.labelSetId}`;
    const known = counts.get(key) ?? { event, bucketMs, events: 0, revenue: 0n, cost: 0n };
    counts.set(key, known);
    known.events += 1;
    if (event.amount === null) continue;
    const sum = toMillionths(event.amount);
    if (sum > 0n || event.kind === 'refund') known.revenue += sum;
    else known.cost -= sum;
  }
  return counts;
}

/** The type of an event, the name of a goal. */
function nameOf({ type, target }: EventRow): string {
  return type ?? target ?? '';
}
