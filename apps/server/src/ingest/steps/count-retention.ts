import { bigintArray, integerArray, smallintArray, timeArray, uuidArray } from '../../database/array-values.ts';
import { ageBandCount } from '../../domain/age-bands.ts';
import { quarterMs, spanStart } from '../../domain/rollup-spans.ts';
import { addToSpans } from '../add-to-spans.ts';
import type { Transaction } from '../batch.ts';
import type { CohortChange } from '../cohort-changes.ts';

const bands = Array.from({ length: ageBandCount }, (_, band) => [`left_${band}`, 'integer'] as const);

/** Each change is one cell of a row; those of a cohort are put together by the database. */
const addToRetentionTables = addToSpans({
  table: 'retention',
  keys: [['source_id', 'uuid']],
  sums: [['joined', 'integer'], ...bands],
  changes: {
    columns: [
      ['joined', 'integer'],
      ['band', 'smallint'],
      ['gone', 'integer'],
    ],
    sumOf: (column) =>
      column === 'joined'
        ? 'sum(joined)'
        : `coalesce(sum(gone) filter (where band = ${column.slice('left_'.length)}), 0)`,
  },
});

/** Writes the changes of cohorts into the rows of their quarter of an hour, hour and day. */
export function addToRetention(
  tx: Transaction,
  rows: ReadonlyArray<{ readonly projectId: string; readonly change: CohortChange }>,
): void {
  if (rows.length === 0) return;
  tx.write(addToRetentionTables, [
    bigintArray(rows.map((row) => row.projectId)),
    timeArray(rows.map(({ change }) => spanStart(change.cohort.atMs, quarterMs))),
    uuidArray(rows.map(({ change }) => change.cohort.sourceId)),
    integerArray(rows.map(({ change }) => change.joined)),
    smallintArray(rows.map(({ change }) => change.band)),
    integerArray(rows.map(({ change }) => change.left)),
  ]);
}
