export type Step = 'hour' | 'day' | 'week' | 'month';

/** As fine as it can be read: at most some ninety points. */
export function stepFor(days: number): Step {
  if (days <= 2) return 'hour';
  if (days <= 92) return 'day';
  return days <= 200 ? 'week' : 'month';
}
