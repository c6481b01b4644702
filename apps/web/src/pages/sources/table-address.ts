import { readRowKeys, writeRowKeys } from '../../address/row-key.ts';
import { type Dimension, dimensions } from '../../address/view.ts';
import type { Sorting } from '../../parts/data-table.tsx';
import { figureColumns } from './columns.tsx';

/** How the table of sources is laid out, as far as the address says. */
export interface TableLayout {
  readonly by: Dimension;
  readonly second: Dimension | null;
  readonly columns: readonly string[];
  readonly sorting: Sorting;
  /** Keys of the rows that stay on top, in the order they were pinned. */
  readonly pins: readonly string[];
}

const usual = figureColumns.filter((column) => column.usual).map(({ id }) => id);

export function readLayout(address: Readonly<Record<string, string | undefined>>): TableLayout {
  const by = dimensions.find((one) => one === address.by) ?? 'link';
  const second = dimensions.find((one) => one === address.second && one !== by) ?? null;
  const asked = address.columns?.split(',') ?? [];
  const known = figureColumns.map(({ id }) => id).filter((id) => asked.includes(id));
  const [sortedBy = '', direction = 'down'] = (address.sort ?? '').split('.');
  const sorted = figureColumns.some(({ id }) => id === sortedBy) ? sortedBy : 'joins';
  return {
    by,
    second,
    columns: known.length > 0 ? known : usual,
    sorting: { by: sorted, down: direction !== 'up' },
    pins: readRowKeys(address.pins),
  };
}

/** Only what differs from the usual. */
export function writeLayout({ by, second, columns, sorting, pins }: TableLayout): Record<string, string | undefined> {
  return {
    by: by === 'link' ? undefined : by,
    second: second ?? undefined,
    columns: columns.join() === usual.join() ? undefined : columns.join(),
    pins: writeRowKeys(pins),
    sort: sorting.by === 'joins' && sorting.down ? undefined : `${sorting.by}.${sorting.down ? 'down' : 'up'}`,
  };
}
