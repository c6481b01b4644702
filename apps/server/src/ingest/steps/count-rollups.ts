import { plainArray, timeArray } from '../../database/array-literal.ts';
import { statement } from '../../database/statement.ts';
import type { Effect } from '../../domain/membership.ts';
import { fromMillionths, toMillionths } from '../../domain/money.ts';
import { quarterMs, rollupSpans, spanStart } from '../../domain/rollup-spans.ts';
import { type Batch, keyOf, type RollupCounts, type Transaction } from '../batch.ts';
import type { EventRow } from '../rows.ts';
import { sourceOf, unknownSource } from '../source.ts';

/**
 * Adds the batch's counts to their buckets: of a quarter of an hour, an hour and a day. Sorted by key, so that two processes lock the
 * rows in the same order.
 */
const addToRollups = rollupSpans.map(({ ms, suffix }) => ({
  ms,
  statement: statement(
    `add_to_rollups${suffix}`,
    `insert into rollups${suffix} as known
     (project_id, bucket, source_id, clicks, machine_clicks, starts, first_joins, joins, leaves, present, goals, events, revenue, cost)
   select * from unnest($1::bigint[], $2::timestamptz[], $3::uuid[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[],
     $8::bigint[], $9::bigint[], $10::bigint[], $11::bigint[], $12::bigint[], $13::numeric[], $14::numeric[])
   order by 1, 2, 3
   on conflict (project_id, bucket, source_id) do update set
     clicks = known.clicks + excluded.clicks,
     machine_clicks = known.machine_clicks + excluded.machine_clicks,
     starts = known.starts + excluded.starts,
     first_joins = known.first_joins + excluded.first_joins,
     joins = known.joins + excluded.joins,
     leaves = known.leaves + excluded.leaves,
     present = known.present + excluded.present,
     goals = known.goals + excluded.goals,
     events = known.events + excluded.events,
     revenue = known.revenue + excluded.revenue,
     cost = known.cost + excluded.cost`,
  ),
}));

/** Counts what the batch stores, by quarter of an hour and source, in the same transaction. */
export function countRollups(batch: Batch, tx: Transaction): void {
  for (const click of batch.clicks) {
    const source = sourceOf({ ...click, exactness: 'exact' });
    batch.sources.set(keyOf(click.projectId, source.sourceId), { projectId: click.projectId, source });
    const counts = countsOf(batch, click.projectId, click.clickedMs, source.sourceId);
    if (click.machine === null) counts.clicks += 1;
    else counts.machineClicks += 1;
  }
  for (const event of batch.events) {
    countEvent(countsOf(batch, event.projectId, event.happenedMs, event.sourceId), event);
    // Every other source is stored with the touch that brought it; this one stands for the lack of any.
    if (event.sourceId === unknownSource.sourceId) {
      batch.sources.set(keyOf(event.projectId, event.sourceId), { projectId: event.projectId, source: unknownSource });
    }
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

function countsOf(batch: Batch, projectId: string, atMs: number, sourceId: string): RollupCounts {
  const startMs = spanStart(atMs, quarterMs);
  const key = keyOf(projectId, `${startMs} ${sourceId}`);
  const known = batch.rollups.get(key);
  if (known !== undefined) return known.counts;
  const counts = { ...noCounts };
  batch.rollups.set(key, { projectId, bucketMs: startMs, sourceId, counts });
  return counts;
}

const noCounts: RollupCounts = {
  ...{ clicks: 0, machineClicks: 0, starts: 0, firstJoins: 0, joins: 0, leaves: 0, present: 0, goals: 0, events: 0 },
  ...{ revenue: 0n, cost: 0n },
};

type CountedRow = Batch['rollups'] extends Map<string, infer Row> ? Row : never;

function write(batch: Batch, tx: Transaction): void {
  let rows: readonly CountedRow[] = [...batch.rollups.values()];
  if (rows.length === 0) return;
  for (const { ms, statement } of addToRollups) {
    rows = gathered(rows, ms);
    writeRows(tx, statement, rows);
  }
}

/** The rows of shorter spans, summed up by a longer one. */
function gathered(rows: readonly CountedRow[], spanMs: number): CountedRow[] {
  const sums = new Map<string, CountedRow>();
  for (const row of rows) {
    const startMs = spanStart(row.bucketMs, spanMs);
    const key = keyOf(row.projectId, `${startMs} ${row.sourceId}`);
    const known = sums.get(key);
    if (known === undefined) sums.set(key, { ...row, bucketMs: startMs, counts: { ...row.counts } });
    else addCounts(known.counts, row.counts);
  }
  return [...sums.values()];
}

function addCounts(sum: RollupCounts, more: RollupCounts): void {
  sum.clicks += more.clicks;
  sum.machineClicks += more.machineClicks;
  sum.starts += more.starts;
  sum.firstJoins += more.firstJoins;
  sum.joins += more.joins;
  sum.leaves += more.leaves;
  sum.present += more.present;
  sum.goals += more.goals;
  sum.events += more.events;
  sum.revenue += more.revenue;
  sum.cost += more.cost;
}

function writeRows(
  tx: Transaction,
  into: (typeof addToRollups)[number]['statement'],
  rows: readonly CountedRow[],
): void {
  const numbers = (pick: (counts: RollupCounts) => number): string => plainArray(rows.map((row) => pick(row.counts)));
  tx.write(into, [
    plainArray(rows.map((row) => row.projectId)),
    timeArray(rows.map((row) => row.bucketMs)),
    plainArray(rows.map((row) => row.sourceId)),
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
