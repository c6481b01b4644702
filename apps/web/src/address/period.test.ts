import { describe, expect, it } from 'vitest';
import { daysOf, lengthOf, moved, type Preset } from './period.ts';

describe('a period', () => {
  it.each<[Preset, string, string]>([
    ['today', '2026-03-01', '2026-03-01'],
    ['yesterday', '2026-02-28', '2026-02-28'],
    ['7d', '2026-02-23', '2026-03-01'],
    ['28d', '2026-02-02', '2026-03-01'],
    ['month', '2026-03-01', '2026-03-01'],
    ['last_month', '2026-02-01', '2026-02-28'],
    ['12m', '2025-04-01', '2026-03-01'],
  ])('%s has its days', (preset, from, to) => {
    expect(daysOf(preset, '2026-03-01')).toEqual({ from, to });
  });

  it('moves by its own length', () => {
    expect(moved('7d', '2026-03-01', -1)).toEqual({ from: '2026-02-16', to: '2026-02-22' });
    expect(lengthOf({ from: '2026-02-28', to: '2026-03-01' })).toBe(2);
  });
});
