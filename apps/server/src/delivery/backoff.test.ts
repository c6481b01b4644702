import { expect, it } from 'vitest';
import { backoffMs, pauseMs } from './backoff.ts';

it('waits longer after each failure, up to a day', () => {
  const waits = Array.from({ length: 11 }, (_, index) => backoffMs(index + 1, () => 0.5) / 1000);
  expect(waits).toEqual([5, 30, 120, 600, 1_800, 7_200, 18_000, 36_000, 50_400, 86_400, 86_400]);
});

it('varies by a fifth', () => {
  expect([backoffMs(1, () => 0), backoffMs(1, () => 1)]).toEqual([4_000, 6_000]);
});

it('lets a destination rest for a quarter of an hour at most', () => {
  expect([pauseMs(1, () => 0.5), pauseMs(9, () => 0.5)]).toEqual([5_000, 900_000]);
});
