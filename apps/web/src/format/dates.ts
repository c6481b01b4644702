import type { Language } from '../text/text.ts';
import { localeOf } from './numbers.ts';

const cache = new Map<string, Intl.DateTimeFormat>();

function formatter(language: Language, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${JSON.stringify(options)}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(localeOf[language], options);
  cache.set(key, made);
  return made;
}

/** `24 нояб.`, with the year where it is not this one. */
export function formatDay(language: Language, iso: string, timeZone: string, now: Date): string {
  const date = new Date(iso);
  const year = (at: Date): string => formatter('en', { year: 'numeric', timeZone }).format(at);
  const options: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short', timeZone };
  if (year(date) !== year(now)) options.year = 'numeric';
  return formatter(language, options).format(date);
}

/** `14:05` in the project's zone. */
export function formatClock(language: Language, iso: string, timeZone: string, seconds = false): string {
  const options: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', timeZone };
  if (seconds) options.second = '2-digit';
  return formatter(language, options).format(new Date(iso));
}

export function formatMoment(language: Language, iso: string, timeZone: string, now: Date): string {
  return `${formatDay(language, iso, timeZone, now)}, ${formatClock(language, iso, timeZone)}`;
}

/** In full and with its zone, for whoever hovers. */
export function formatMomentInFull(language: Language, iso: string, timeZone: string): string {
  const time = formatter(language, { dateStyle: 'long', timeStyle: 'medium', timeZone }).format(new Date(iso));
  return `${time} (${timeZone})`;
}

const units = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

/** `5 минут назад`. */
export function formatAgo(language: Language, iso: string, now: Date): string {
  const seconds = Math.round((Date.parse(iso) - now.getTime()) / 1000);
  const format = new Intl.RelativeTimeFormat(localeOf[language], { numeric: 'auto', style: 'short' });
  for (const [unit, length] of units) {
    if (Math.abs(seconds) >= length) return format.format(Math.trunc(seconds / length), unit);
  }
  return format.format(Math.min(0, seconds), 'second');
}

/** Whole days between two moments. */
export function daysBetween(from: string, to: Date): number {
  return Math.max(0, Math.floor((to.getTime() - Date.parse(from)) / 86_400_000));
}

/** Today in a zone, as `2026-11-24`. */
export function dayIn(timeZone: string, at: Date): string {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  return parts.format(at);
}
/** A calendar day such as `2026-11-24`, which has no zone. */
export function formatDate(language: Language, day: string, options: Intl.DateTimeFormatOptions): string {
  return formatter(language, { ...options, timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));
}

/** Days as one reads them, the last included: `28 окт. 2026 – 24 нояб. 2026`. */
export function formatDays(language: Language, { from, to }: { readonly from: string; readonly to: string }): string {
  const written = (day: string): string =>
    formatDate(language, day, { day: 'numeric', month: 'short', year: 'numeric' });
  return from === to ? written(from) : `${written(from)} – ${written(to)}`;
}
