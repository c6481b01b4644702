import { plainArray, timeArray } from '../../database/array-literal.ts';
import { statement } from '../../database/statement.ts';
import { ageBandCount } from '../../domain/age-bands.ts';
import { rollupSpans, spanStart } from '../../domain/rollup-spans.ts';
import type { Transaction } from '../batch.ts';
import type { CohortChange } from '../cohort-changes.ts';

const columns = Array.from({ length: ageBandCount }, (_, band) => `left_${band}`);

/** Each change is a cell of its own; those of a cohort are summed up by the database. Sorted by key: no deadlocks between processes. */
const addToRetentionTables = rollupSpans.map(({ ms, suffix }) => ({
  ms,
  statement: statement(
    `add_to_retention${suffix}`,
    `insert into retention${suffix} as known (project_id, bucket, source_id, joined, ${columns.join(', ')})
     select project_id, bucket, source_id, sum(joined),
       ${columns.map((_, band) => `coalesce(sum(gone) filter (where band = ${band}), 0)`).join(', ')}
     from unnest($1::bigint[], $2::timestamptz[], $3::uuid[], $4::integer[], $5::smallint[], $6::integer[])
       as change (project_id, bucket, source_id, joined, band, gone)
     group by 1, 2, 3 order by 1, 2, 3
     on conflict (project_id, bucket, source_id) do update set joined = known.joined + excluded.joined,
       ${columns.map((column) => `${column} = known.${column} + excluded.${column}`).join(', ')}`,
  ),
}));

/** Writes the changes of cohorts into the rows of their quarter of an hour, hour and day. */
export function addToRetention(
  tx: Transaction,
  rows: ReadonlyArray<{ readonly projectId: string; readonly change: CohortChange }>,
): void {
  if (rows.length === 0) return;
  for (const { ms, statement } of addToRetentionTables) {
    tx.write(statement, [
      plainArray(rows.map((row) => row.projectId)),
      timeArray(rows.map(({ change }) => spanStart(change.cohort.atMs, ms))),
      plainArray(rows.map(({ change }) => change.cohort.sourceId)),
      plainArray(rows.map(({ change }) => change.joined)),
      plainArray(rows.map(({ change }) => change.band)),
      plainArray(rows.map(({ change }) => change.left)),
    ]);
  }
}
