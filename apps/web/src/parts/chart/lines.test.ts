import { expect, it } from 'vitest';
import { toLineColumns } from './lines.ts';

it('what is not over is a line of its own that begins at the last point that is', () => {
  const place = (unfinished: boolean) => ({ label: '', title: '', unfinished });
  const series = [
    { key: 'a', name: 'A', values: [1, 2, 3, null] },
    { key: 'b', name: 'B', values: [4, 5, 6, 7] },
  ];
  expect(toLineColumns({ places: [place(false), place(false), place(true), place(true)], series })).toEqual([
    [0, 1, 2, 3],
    [1, 2, null, null],
    [4, 5, null, null],
    [null, 2, 3, null],
    [null, 5, 6, null],
  ]);
  expect(toLineColumns({ places: [place(false)], series: [] })).toEqual([[0]]);
});
