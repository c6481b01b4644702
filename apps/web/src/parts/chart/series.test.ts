import { expect, it } from 'vitest';
import { type ChartPoint, toColumns } from './series.ts';

const point = (value: number, unfinished = false): ChartPoint => ({
  label: '',
  title: '',
  value,
  before: value + 1,
  below: value === 2 ? 3 : 0,
  unfinished,
});

it('a day that still goes on is a line of its own, joined to the day before', () => {
  expect(toColumns([point(1), point(2), point(3, true), point(0, true)])).toEqual([
    [0, 1, 2, 3],
    [1, 2, null, null],
    [null, 2, 3, null],
    [2, 3, 4, 1],
    [null, -3, null, null],
  ]);
});

it('finished days are one line', () => {
  expect(toColumns([point(1), point(4)]).slice(1, 3)).toEqual([
    [1, 4],
    [null, null],
  ]);
});
