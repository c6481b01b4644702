/** The bars of the design that exist now: what is measured, the bar, and the goal behind it. */
export interface Bar {
  readonly name: string;
  readonly bar: string;
  readonly goal: string;
  readonly measured: string;
  readonly holds: boolean;
}

export function ratioBar(name: string, ours: number, bare: number, bar: number, goal: number): Bar {
  const ratio = ours / bare;
  return {
    name,
    bar: `≥ ${bar.toFixed(2)}`,
    goal: goal.toFixed(2),
    measured: `${ratio.toFixed(3)} (${Math.round(ours)}/s against ${Math.round(bare)}/s)`,
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

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
