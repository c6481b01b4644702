import fc from 'fast-check';
import { expect, it } from 'vitest';
import { dimensions } from '../../address/view.ts';
import { figureColumns } from './columns.tsx';
import { readLayout, writeLayout } from './table-address.ts';

const ids = figureColumns.map(({ id }) => id);

it('a layout of the table comes back whole from its address', () => {
  const layouts = fc.record({
    by: fc.constantFrom(...dimensions),
    second: fc.option(fc.constantFrom(...dimensions)),
    columns: fc.subarray(ids, { minLength: 1 }),
    sorting: fc.record({ by: fc.constantFrom(...ids), down: fc.boolean() }),
    pins: fc.uniqueArray(fc.constantFrom('leto', '(organic)|(none)', 'a~1b|RU')),
  });
  fc.assert(
    fc.property(layouts, (layout) => {
      fc.pre(layout.second !== layout.by);
      expect(readLayout(writeLayout(layout))).toEqual(layout);
    }),
  );
});

it('an address that says nothing sensible gives the usual table', () => {
  expect(readLayout({ by: 'x', second: 'link', columns: 'no', sort: 'y' })).toEqual(readLayout({}));
});
