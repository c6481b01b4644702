/** The bars of the design that exist now: what is measured, the bar, and the goal behind it. */
export interface Bar {
  readonly name: string;
  readonly bar: string;
  readonly goal: string;
  readonly measured: string;
  readonly holds: boolean;
}

/** Of rates per second of interleaved rounds; the median of their ratios counts. */
export function ratioBar(
  name: string,
  ours: readonly number[],
  bare: readonly number[],
  bar: number,
  goal: number,
): Bar {
  const ratios = ratiosOf(ours, bare);
  const ratio = median(ratios);
  const range = `${Math.min(...ratios).toFixed(3)}–${Math.max(...ratios).toFixed(3)}`;
  return {
    name,
    bar: `≥ ${bar.toFixed(2)}`,
    goal: goal.toFixed(2),
    measured: `${ratio.toFixed(3)} (${range}; ${Math.round(median(ours))}/s against ${Math.round(median(bare))}/s)`,
    holds: ratio >= bar,
  };
}

export function ceilingBar(name: string, value: number, bar: number, goal: number, unit: string): Bar {
  return {
    name,
    bar: `≤ ${bar} ${unit}`,
    goal: `${goal} ${unit}`,
    measured: `${value.toFixed(1)} ${unit}`,
    holds: value <= bar,
  };
}

export function floorBar(name: string, value: number, bar: number, goal: number, unit: string): Bar {
  return {
    name,
    bar: `≥ ${bar}${unit}`,
    goal: `${goal}${unit}`,
    measured: `${Math.round(value)}${unit}`,
    holds: value >= bar,
  };
}

export function table(bars: readonly Bar[]): string {
  const rows = [
    ['', 'bar', 'goal', 'measured', ''],
    ...bars.map((b) => [b.name, b.bar, b.goal, b.measured, b.holds ? 'holds' : 'MISSED']),
  ];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')).join('\n');
}

export function medianRatio(ours: readonly number[], others: readonly number[]): number {
  return median(ratiosOf(ours, others));
}

/** Round by round: two figures that were taken one after the other, with the machine's mood in both. */
function ratiosOf(ours: readonly number[], others: readonly number[]): number[] {
  return ours.map((rate, round) => rate / (others[round] ?? Number.NaN));
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
