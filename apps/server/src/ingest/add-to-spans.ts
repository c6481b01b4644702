import { type Statement, statement } from '../database/statement.ts';
import { rollupSpans, type Spans } from '../domain/rollup-spans.ts';

type Columns = ReadonlyArray<readonly [name: string, type: string]>;

interface Counts {
  readonly table: string;
  /** Columns and types after `project_id` and `bucket`, which every rollup begins with. */
  readonly keys: Columns;
  /** Columns that are added up. */
  readonly sums: Columns;
  /** Where changes come in other columns than those of the table: what they are, and how the table's are made of them. */
  readonly changes?: {
    readonly columns: Columns;
    readonly sumOf: (column: string) => string;
  };
  /** A second family that counts the same in more detail: those changes that have all of its keys. */
  readonly detail?: {
    readonly table: string;
    readonly spans: Spans;
    /** After those of the first. */
    readonly keys: Columns;
  };
}

/**
 * One statement that adds changes, given by quarter of an hour, to the rows of their quarter and of the longer spans. Its parameters are
 * arrays: project, bucket, the keys, those of the detail, the sums. Sorted by key, so that two processes lock rows in the same order.
 */
export function addToSpans({ table, keys, sums, changes, detail }: Counts): Statement<Record<string, never>> {
  const names = sums.map(([name]) => name);
  const sumOf = changes?.sumOf ?? ((column: string) => `sum(${column})`);
  const insertsInto = (into: string, spans: Spans, columns: readonly string[], where: string): string[] =>
    spans.map(({ ms, suffix }) => {
      const keyNames = ['project_id', 'bucket', ...columns];
      const places = keyNames.map((_, index) => index + 1).join(', ');
      const bucket = `date_bin('${ms / 1000} seconds', bucket, 'epoch')`;
      return `insert into ${into}${suffix} as known (${[...keyNames, ...names].join(', ')})
     select ${keyNames.map((name) => (name === 'bucket' ? bucket : name)).join(', ')}, ${names.map(sumOf).join(', ')}
     from change${where} group by ${places} order by ${places}
     on conflict (${keyNames.join(', ')}) do update set ${names.map((name) => `${name} = known.${name} + excluded.${name}`).join(', ')}`;
    });
  const own = keys.map(([name]) => name);
  const further = detail?.keys.map(([name]) => name) ?? [];
  const [quarter = '', ...others] = [
    ...insertsInto(table, rollupSpans, own, ''),
    ...(detail === undefined
      ? []
      : insertsInto(
          detail.table,
          detail.spans,
          [...own, ...further],
          ` where ${further.map((name) => `${name} is not null`).join(' and ')}`,
        )),
  ];
  const given: Columns = [
    ['project_id', 'bigint'],
    ['bucket', 'timestamptz'],
    ...keys,
    ...(detail?.keys ?? []),
    ...(changes?.columns ?? sums),
  ];
  return statement(
    `add_to_${table}${detail === undefined ? '' : `_and_${detail.table}`}`,
    `with change as materialized (
       select ${given.map(([name, type], index) => `unnest($${index + 1}::${type}[]) as ${name}`).join(', ')}
     )${others.map((insert, index) => `, other_${index} as (${insert})`).join('')}
     ${quarter}`,
  );
}
