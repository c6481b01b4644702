import { rowKey } from '../../address/row-key.ts';
import { type View, withFilter } from '../../address/view.ts';
import type { SourcesReport } from '../../api/schema.gen.ts';
import { noValue } from '../../parts/dimension-names.ts';

export type SourcesRow = SourcesReport['rows'][number];

/** Rows that filters can name: costs that cannot be assigned are in none, and what is left over is many. */
export function canPin({ kind }: SourcesRow): boolean {
  return kind === 'attributed' || kind === 'organic' || kind === 'unknown';
}

/** The view of a row alone. What has no value is organic or unknown too, so there the filter says which is meant. */
export function rowView(view: View, { kind, keys }: SourcesRow): View {
  const narrow = keys.reduce((so, { dimension, value }) => withFilter(so, dimension, value ?? noValue), view);
  if (kind === 'organic' || kind === 'unknown') return withFilter(narrow, 'exactness', kind);
  const isTold = keys.every(({ value }) => value !== null) || narrow.filters.exactness !== undefined;
  return isTold ? narrow : withFilter(narrow, 'exactness', 'attributed');
}

/** The pinned rows that the report has, in the order they were pinned. */
export function pinnedRows(rows: readonly SourcesRow[], pins: readonly string[]): SourcesRow[] {
  const known = new Map(rows.filter(canPin).map((row) => [rowKey(row), row]));
  return pins.flatMap((pin) => known.get(pin) ?? []);
}
