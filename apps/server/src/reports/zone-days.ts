import type pg from 'pg';
import type { Interval } from './tiles.ts';

/** A day of the project's zone, as `2026-01-31`, with the moments it begins and ends; 23 or 25 hours where clocks are changed. */
export interface Day extends Interval {
  readonly day: string;
}

/**
 * Days from `from` to `to`, both included. The database decides where they begin, as it does everywhere else. Where clocks go back over
 * midnight the day begins with the first of the two midnights.
 */
export async function selectDays(pool: pg.Pool, timeZone: string, from: string, to: string): Promise<Day[]> {
  const { rows } = await pool.query<{ day: string; begins: Date }>(
    `select to_char(day, 'YYYY-MM-DD') as day,
       case when ((midnight - interval '1 hour') at time zone $1)::date = day::date then midnight - interval '1 hour' else midnight end as begins
     from (select day, day at time zone $1 as midnight from generate_series($2::timestamp, $3::timestamp + interval '1 day', '1 day') as day) as days
     order by days.day`,
    [timeZone, from, to],
  );
  return rows.slice(1).map(({ begins }, index) => {
    const first = rows[index];
    return { day: first?.day ?? '', fromMs: first?.begins.getTime() ?? 0, toMs: begins.getTime() };
  });
}

/**
 * Moments within an interval at which an hour of the zone begins. The first is that of the interval, be it within an hour; others are
 * within one where clocks are changed in the middle of it.
 */
export async function selectHours(
  pool: pg.Pool,
  timeZone: string,
  { fromMs, toMs }: Interval,
): Promise<Array<{ readonly atMs: number; readonly local: string }>> {
  const { rows } = await pool.query<{ at: Date; local: string }>(
    `select at, to_char(at at time zone $1, 'YYYY-MM-DD"T"HH24:MI') as local
     from generate_series($2::timestamptz, $3::timestamptz - interval '15 minutes', '15 minutes') as at
     where at = $2 or extract(minute from at at time zone $1) = 0
       or extract(hour from at at time zone $1) <> extract(hour from (at - interval '15 minutes') at time zone $1)
     order by 1`,
    [timeZone, new Date(fromMs), new Date(toMs)],
  );
  return rows.map(({ at, local }) => ({ atMs: at.getTime(), local }));
}

/** The day of the zone that a moment is part of. */
export async function selectDayOf(pool: pg.Pool, timeZone: string, atMs: number): Promise<string> {
  const { rows } = await pool.query<{ day: string }>(
    `select to_char($2::timestamptz at time zone $1, 'YYYY-MM-DD') as day`,
    [timeZone, new Date(atMs)],
  );
  return rows[0]?.day ?? '';
}

export function addDays(day: string, count: number): string {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + count);
  return at.toISOString().slice(0, 10);
}

export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}
