/** A range of whole days, both included, in the zone of the project. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

export const presets = ['today', 'yesterday', '7d', '28d', '90d', 'month', 'last_month', '12m'] as const;
export type Preset = (typeof presets)[number];

/** What the address says of the time that is looked at: a preset that moves with the days, or days that do not. */
export type Period = Preset | Days;

export const comparisons = ['previous', 'none'] as const;
export type Comparison = (typeof comparisons)[number];

const dayMs = 86_400_000;
const at = (day: string): number => Date.parse(`${day}T00:00:00Z`);
const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
export const addDays = (day: string, days: number): string => dayOf(at(day) + days * dayMs);

export function isDay(text: string): boolean {
  return /^[12]\d{3}-\d\d-\d\d$/.test(text) && !Number.isNaN(at(text)) && dayOf(at(text)) === text;
}

/** The days of a period, where today is `today`. */
export function daysOf(period: Period, today: string): Days {
  if (typeof period !== 'string') return period;
  const [year = 0, month = 0] = today.split('-').map(Number);
  const firstOf = (monthsAgo: number): string => dayOf(Date.UTC(year, month - 1 - monthsAgo, 1));
  switch (period) {
    case 'today':
      return { from: today, to: today };
    case 'yesterday':
      return { from: addDays(today, -1), to: addDays(today, -1) };
    case '7d':
      return { from: addDays(today, -6), to: today };
    case '28d':
      return { from: addDays(today, -27), to: today };
    case '90d':
      return { from: addDays(today, -89), to: today };
    case 'month':
      return { from: firstOf(0), to: today };
    case 'last_month':
      return { from: firstOf(1), to: addDays(firstOf(0), -1) };
    case '12m':
      return { from: addDays(firstOf(11), 0), to: today };
  }
}

export function lengthOf({ from, to }: Days): number {
  return Math.round((at(to) - at(from)) / dayMs) + 1;
}

/** The period moved by its own length: what the arrows beside it do. */
export function moved(period: Period, today: string, direction: -1 | 1): Days {
  const days = daysOf(period, today);
  const length = lengthOf(days) * direction;
  return { from: addDays(days.from, length), to: addDays(days.to, length) };
}

/** `28d` or `2026-10-01..2026-10-31`. */
export function writePeriod(period: Period): string {
  return typeof period === 'string' ? period : `${period.from}..${period.to}`;
}

/** Null for what is no period. */
export function readPeriod(text: string): Period | null {
  const preset = presets.find((name) => name === text);
  if (preset !== undefined) return preset;
  const [from = '', to = '', ...rest] = text.split('..');
  return rest.length === 0 && isDay(from) && isDay(to) && from <= to ? { from, to } : null;
}
