import type pg from 'pg';
import type { Period } from './period.ts';
import type { Interval } from './tiles.ts';
import { addDays, selectHours } from './zone-days.ts';

export const steps = ['hour', 'day', 'week', 'month'] as const;
export type Step = (typeof steps)[number];

export interface TimeStep extends Interval {
  /** The day, the first day of the week or month, or the hour, in the zone of the project. */
  readonly local: string;
}

/** Cuts a period into hours, days, weeks (from Monday on) or months of its zone; the first and the last may be parts of one. */
export async function stepsOf(pool: pg.Pool, timeZone: string, period: Period, step: Step): Promise<TimeStep[]> {
  return step === 'hour' ? hoursOf(pool, timeZone, period) : daysOf(period, firstDays[step]);
}

const firstDays: Readonly<Record<Exclude<Step, 'hour'>, (day: string) => string>> = {
  day: (day) => day,
  week: mondayOf,
  month: (day) => `${day.slice(0, 8)}01`,
};

export function mondayOf(day: string): string {
  return addDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7));
}

function daysOf({ days }: Period, firstDay: (day: string) => string): TimeStep[] {
  const steps: Array<{ local: string; fromMs: number; toMs: number }> = [];
  for (const { day, fromMs, toMs } of days) {
    const local = firstDay(day);
    const last = steps.at(-1);
    if (last?.local === local) last.toMs = toMs;
    else steps.push({ local, fromMs, toMs });
  }
  return steps;
}

async function hoursOf(pool: pg.Pool, timeZone: string, period: Period): Promise<TimeStep[]> {
  const hours = await selectHours(pool, timeZone, period);
  return hours.map(({ atMs, local }, index) => ({ local, fromMs: atMs, toMs: hours[index + 1]?.atMs ?? period.toMs }));
}
