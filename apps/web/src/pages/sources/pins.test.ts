import { describe, expect, it } from 'vitest';
import { rowKey } from '../../address/row-key.ts';
import { viewDefault, withFilter } from '../../address/view.ts';
import { canPin, pinnedRows, rowView, type SourcesRow } from './pins.ts';

function row(kind: SourcesRow['kind'], ...values: (string | null)[]): SourcesRow {
  const keys = values.map((value, index) => ({
    dimension: index === 0 ? ('utm_source' as const) : ('country' as const),
    value,
    label: value,
  }));
  return { kind, keys } as unknown as SourcesRow;
}

describe('pinned rows', () => {
  it('are asked for by filters that mean that row and no more', () => {
    expect(rowView(viewDefault, row('attributed', 'vk', 'RU')).filters).toEqual({ utm_source: 'vk', country: 'RU' });
    const organic = { utm_source: '(none)', exactness: 'organic' };
    expect(rowView(viewDefault, row('organic', null)).filters).toEqual(organic);
    const notSet = { utm_source: 'vk', country: '(none)', exactness: 'attributed' };
    expect(rowView(viewDefault, row('attributed', 'vk', null)).filters).toEqual(notSet);
    const probable = withFilter(viewDefault, 'exactness', 'probable');
    expect(rowView(probable, row('attributed', 'vk', null)).filters).toEqual({ ...notSet, exactness: 'probable' });
    const kinds = [row('attributed', 'vk', null), row('unassigned', null), row('other', null), row('unknown', null)];
    expect(kinds.map(canPin)).toEqual([true, false, false, true]);
  });

  it('stand in the order they were pinned, as far as the report has them', () => {
    const [vk, ya, organic] = [row('attributed', 'vk'), row('attributed', 'ya'), row('organic', null)];
    expect(pinnedRows([vk, ya, organic], [rowKey(organic), 'gone', rowKey(vk)])).toEqual([organic, vk]);
  });
});
