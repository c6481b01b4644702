import { type ArrayValue, bigintArray, plainArray, timeArray, uuidArray } from '../../database/array-values.ts';
import type { Effect } from '../../domain/membership.ts';
import { fromMillionths, toMillionths } from '../../domain/money.ts';
import { quarterMs, spanStart } from '../../domain/rollup-spans.ts';
import { addToSpans } from '../add-to-spans.ts';
import { type Batch, keyOf, type RollupCounts, type Transaction } from '../batch.ts';
import type { EventRow, Source } from '../rows.ts';
import { sourceOf, unknownSource } from '../source.ts';

const addToRollups = addToSpans({
  table: 'rollups',
  keys: [['source_id', 'uuid']],
  sums: [
    ...['clicks', 'machine_clicks', 'starts', 'first_joins', 'joins', 'leaves', 'present', 'goals', 'events'].map(
      (name) => [name, 'bigint'] as const,
    ),
    ['revenue', 'numeric'],
    ['cost', 'numeric'],
  ],
});

/** Counts what the batch stores, by quarter of an hour and source, in the same transaction. */
export function countRollups(batch: Batch, tx: Transaction): void {
  for (const { projectId, clickedMs, machine, linkId, adSystem, marks, country } of batch.clicks) {
    const source = sourceOf({ linkId, adSystem, marks, country, exactness: 'exact' });
    const counts = countsOf(batch, projectId, clickedMs, source.sourceId, source);
    if (machine === null) counts.clicks += 1;
    else counts.machineClicks += 1;
  }
  for (const event of batch.events) {
    // Every other source is stored with the touch that brought it; this one stands for the lack of any.
    const source = event.sourceId === unknownSource.sourceId ? unknownSource : null;
    countEvent(countsOf(batch, event.projectId, event.happenedMs, event.sourceId, source), event);
  }
  for (const { projectId, fact, fromSourceId, effectBefore } of batch.retouched.values()) {
    const from = countsOf(batch, projectId, fact.atMs, fromSourceId);
    from.starts -= 1;
    countEffect(from, effectBefore, -1);
    const to = countsOf(batch, projectId, fact.atMs, fact.sourceId);
    to.starts += 1;
    countEffect(to, effectBefore, 1);
  }
  for (const { projectId, fact, before } of batch.reweighed.values()) {
    const counts = countsOf(batch, projectId, fact.atMs, fact.sourceId);
    countEffect(counts, before, -1);
    countEffect(counts, fact.effect, 1);
  }
  write(batch, tx);
}

function countEvent(counts: RollupCounts, event: EventRow): void {
  if (event.kind === 'start') counts.starts += 1;
  if (event.kind === 'goal') counts.goals += 1;
  if (event.kind === 'event' || event.kind === 'refund') counts.events += 1;
  if (event.fact !== null) countEffect(counts, event.fact.effect, 1);
  if (event.amount === null) return;
  const sum = toMillionths(event.amount);
  // A positive amount is revenue, a negative one a cost; a refund is negative revenue.
  if (sum > 0n || event.kind === 'refund') counts.revenue += sum;
  else counts.cost -= sum;
}

function countEffect(counts: RollupCounts, { counts: what, presence }: Effect, times: 1 | -1): void {
  counts.present += presence * times;
  if (what === 'first_join') counts.firstJoins += times;
  if (what === 'first_join' || what === 'join') counts.joins += times;
  if (what === 'leave') counts.leaves += times;
}

/** `source` is stored with the first that is counted of it; null: it is stored elsewhere. */
function countsOf(
  batch: Batch,
  projectId: string,
  atMs: number,
  sourceId: string,
  source: Source | null = null,
): RollupCounts {
  const startMs = spanStart(atMs, quarterMs);
  const key = keyOf(projectId, `${startMs} ${sourceId}`);
  const known = batch.rollups.get(key);
  if (known !== undefined) return known.counts;
  if (source !== null) batch.sources.set(keyOf(projectId, sourceId), { projectId, source });
  const counts = { ...noCounts };
  batch.rollups.set(key, { projectId, bucketMs: startMs, sourceId, counts });
  return counts;
}

const noCounts: RollupCounts = {
  ...{ clicks: 0, machineClicks: 0, starts: 0, firstJoins: 0, joins: 0, leaves: 0, present: 0, goals: 0, events: 0 },
  ...{ revenue: 0n, cost: 0n },
};

function write(batch: Batch, tx: Transaction): void {
  const rows = [...batch.rollups.values()];
  if (rows.length === 0) return;
  const numbers = (pick: (counts: RollupCounts) => number): ArrayValue =>
    bigintArray(rows.map((row) => pick(row.counts)));
  tx.write(addToRollups, [
    bigintArray(rows.map((row) => row.projectId)),
    timeArray(rows.map((row) => row.bucketMs)),
    uuidArray(rows.map((row) => row.sourceId)),
    numbers((c) => c.clicks),
    numbers((c) => c.machineClicks),
    numbers((c) => c.starts),
    numbers((c) => c.firstJoins),
    numbers((c) => c.joins),
    numbers((c) => c.leaves),
    numbers((c) => c.present),
    numbers((c) => c.goals),
    numbers((c) => c.events),
    plainArray(rows.map((row) => fromMillionths(row.counts.revenue))),
    plainArray(rows.map((row) => fromMillionths(row.counts.cost))),
  ]);
}
