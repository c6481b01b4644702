import { rowKey } from '../../address/row-key.ts';
import { type View, withFilter } from '../../address/view.ts';
import type { SourcesReport } from '../../api/schema.gen.ts';
import { noValue } from '../../parts/dimension-names.ts';

export type SourcesRow = SourcesReport['rows'][number];

/** Rows that filters can name: where something of an attributed row is not known, a filter would mean more than the row. */
export function canPin({ kind, keys }: SourcesRow): boolean {
  return (
    kind === 'organic' || kind === 'unknown' || (kind === 'attributed' && keys.every(({ value }) => value !== null))
  );
}

/** The view of a pinned row alone. */
export function pinnedView(view: View, { kind, keys }: SourcesRow): View {
  const narrow = keys.reduce((so, { dimension, value }) => withFilter(so, dimension, value ?? noValue), view);
  return kind === 'organic' || kind === 'unknown' ? withFilter(narrow, 'exactness', kind) : narrow;
}

/** The pinned rows that the report has, in the order they were pinned. */
export function pinnedRows(rows: readonly SourcesRow[], pins: readonly string[]): SourcesRow[] {
  const known = new Map(rows.filter(canPin).map((row) => [rowKey(row), row]));
  return pins.flatMap((pin) => known.get(pin) ?? []);
}
