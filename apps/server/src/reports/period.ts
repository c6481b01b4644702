import type pg from 'pg';
import { type Interval, quarterAfter, quarterBefore } from './tiles.ts';
import { addDays, type Day, daysBetween, selectDayOf, selectDays } from './zone-days.ts';

/** A period of a report with its days, the first and last of which may be parts of a day. */
export interface Period extends Interval {
  readonly days: readonly Day[];
}

/** A day of the project's zone (`2026-01-31`, with `to` it is included), or a moment in ISO 8601. */
export interface AskedPeriod {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

export const periodDaysMax = 1_100;
const shownDays = 28;

/** Why a period cannot be reported on. */
export class BadPeriod extends Error {
  readonly field: 'from' | 'to';

  constructor(field: 'from' | 'to', expected: string) {
    super(expected);
    this.field = field;
  }
}

/** What was asked for; the last 28 days, today included, where nothing was. Throws BadPeriod. */
export async function resolvePeriod(
  pool: pg.Pool,
  timeZone: string,
  nowMs: number,
  { from, to }: AskedPeriod,
): Promise<Period> {
  refuseUnreal('to', to);
  refuseUnreal('from', from);
  const toMoment = to === undefined || isDay(to) ? null : quarterAfter(momentOf('to', to));
  const fromMoment = from === undefined || isDay(from) ? null : quarterBefore(momentOf('from', from));
  const lastDay = isDayOrNull(to) ?? (await selectDayOf(pool, timeZone, toMoment === null ? nowMs : toMoment - 1));
  const firstDay =
    isDayOrNull(from) ??
    (fromMoment === null ? addDays(lastDay, 1 - shownDays) : await selectDayOf(pool, timeZone, fromMoment));
  const count = daysBetween(firstDay, lastDay) + 1;
  if (count < 1) throw new BadPeriod('to', 'a day that is not before `from`');
  if (count > periodDaysMax) throw new BadPeriod('from', `a period of at most ${periodDaysMax} days`);
  const days = await selectDays(pool, timeZone, firstDay, lastDay);
  return clip(days, fromMoment, toMoment);
}

/** As long as the period, right before it: whole days before whole days. */
export async function previousPeriod(pool: pg.Pool, timeZone: string, period: Period): Promise<Period> {
  const first = period.days[0];
  const last = period.days.at(-1);
  if (first === undefined || last === undefined) throw new Error('a period has a day');
  const lengthMs = period.toMs - period.fromMs;
  const [before] = await selectDays(pool, timeZone, addDays(first.day, -1), addDays(first.day, -1));
  const [whole] = await selectDays(pool, timeZone, first.day, first.day);
  const [wholeLast] = await selectDays(pool, timeZone, last.day, last.day);
  if (whole?.fromMs === period.fromMs && wholeLast?.toMs === period.toMs && before !== undefined) {
    const from = addDays(first.day, -period.days.length);
    return clip(await selectDays(pool, timeZone, from, before.day), null, null);
  }
  const fromMs = period.fromMs - lengthMs;
  const from = await selectDayOf(pool, timeZone, fromMs);
  const to = await selectDayOf(pool, timeZone, period.fromMs - 1);
  return clip(await selectDays(pool, timeZone, from, to), fromMs, period.fromMs);
}

function clip(days: readonly Day[], fromMoment: number | null, toMoment: number | null): Period {
  const fromMs = fromMoment ?? days[0]?.fromMs ?? 0;
  const toMs = toMoment ?? days.at(-1)?.toMs ?? 0;
  if (fromMs >= toMs) throw new BadPeriod('to', 'a moment after `from`');
  const clipped = days.map(({ day, ...whole }) => ({
    day,
    fromMs: Math.max(whole.fromMs, fromMs),
    toMs: Math.min(whole.toMs, toMs),
  }));
  return { fromMs, toMs, days: clipped.filter((day) => day.fromMs < day.toMs) };
}

const dayForm = /^\d{4}-\d\d-\d\d$/;

function isDay(text: string): boolean {
  return dayForm.test(text);
}

/** 30 February looks like a day. */
function refuseUnreal(field: 'from' | 'to', text: string | undefined): void {
  if (text === undefined || !isDay(text)) return;
  const real = !Number.isNaN(Date.parse(text)) && addDays(text, 0) === text;
  if (!real || text < '2000' || text > '2100') throw new BadPeriod(field, 'a day of this century');
}

function isDayOrNull(text: string | undefined): string | null {
  return text !== undefined && isDay(text) ? text : null;
}

function momentOf(field: 'from' | 'to', text: string): number {
  const atMs = Date.parse(text);
  // Years beyond what a database and the arithmetic of days can hold are nobody's report.
  if (!(atMs > Date.parse('2000-01-01') && atMs < Date.parse('2100-01-01')))
    throw new BadPeriod(field, 'a time of this century');
  return atMs;
}
