import { type Statement, statement } from '../database/statement.ts';
import { rollupSpans } from '../domain/rollup-spans.ts';

interface Counts {
  readonly table: string;
  /** Columns and types after `project_id` and `bucket`, which every rollup begins with. */
  readonly keys: ReadonlyArray<readonly [name: string, type: string]>;
  /** Columns that are added up. */
  readonly sums: ReadonlyArray<readonly [name: string, type: string]>;
  /** Where changes come in other columns than those of the table: what they are, and how the table's are made of them. */
  readonly changes?: {
    readonly columns: ReadonlyArray<readonly [name: string, type: string]>;
    readonly sumOf: (column: string) => string;
  };
}

/**
 * One statement that adds changes, given by quarter of an hour, to the rows of their quarter, hour and day. Its parameters are arrays:
 * project, bucket, the keys, the sums. Sorted by key, so that two processes lock rows in the same order.
 */
export function addToSpans({ table, keys, sums, changes }: Counts): Statement<Record<string, never>> {
  const keyNames = ['project_id', 'bucket', ...keys.map(([name]) => name)];
  const names = sums.map(([name]) => name);
  const given = [['project_id', 'bigint'], ['bucket', 'timestamptz'], ...keys, ...(changes?.columns ?? sums)] as const;
  const sumOf = changes?.sumOf ?? ((column: string) => `sum(${column})`);
  const places = keyNames.map((_, index) => index + 1).join(', ');
  const inserts = rollupSpans.map(({ ms, suffix }) => {
    const bucket = `date_bin('${ms / 1000} seconds', bucket, 'epoch')`;
    return `insert into ${table}${suffix} as known (${[...keyNames, ...names].join(', ')})
     select ${keyNames.map((name) => (name === 'bucket' ? bucket : name)).join(', ')}, ${names.map(sumOf).join(', ')}
     from change group by ${places} order by ${places}
     on conflict (${keyNames.join(', ')}) do update set ${names.map((name) => `${name} = known.${name} + excluded.${name}`).join(', ')}`;
  });
  const [quarter = '', ...longer] = inserts;
  return statement(
    `add_to_${table}`,
    `with change (${given.map(([name]) => name).join(', ')}) as materialized (
       select * from unnest(${given.map(([, type], index) => `$${index + 1}::${type}[]`).join(', ')})
     )${longer.map((insert, index) => `, longer_${index} as (${insert})`).join('')}
     ${quarter}`,
  );
}
