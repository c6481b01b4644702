import { formatDate } from '../../format/dates.ts';
import type { Language } from '../../text/text.ts';
import { reportsTexts } from '../../texts/reports.ts';

export type Step = 'hour' | 'day' | 'week' | 'month';

export const stepNames = {
  hour: reportsTexts.byHour,
  day: reportsTexts.byDay,
  week: reportsTexts.byWeek,
  month: reportsTexts.byMonth,
} as const;

/** As fine as it can be read: at most some ninety points. */
export function stepFor(days: number): Step {
  if (days <= 2) return 'hour';
  if (days <= 92) return 'day';
  return days <= 200 ? 'week' : 'month';
}

/** On an axis. */
export function labelOfStep(language: Language, local: string, step: Step): string {
  if (step === 'hour') return local.slice(11, 16);
  const day = local.slice(0, 10);
  return formatDate(
    language,
    day,
    step === 'month' ? { month: 'short', year: '2-digit' } : { day: 'numeric', month: 'short' },
  );
}

/** In full. */
export function titleOfStep(language: Language, local: string, step: Step): string {
  const day = local.slice(0, 10);
  if (step === 'month') return formatDate(language, day, { month: 'long', year: 'numeric' });
  const date = formatDate(language, day, { day: 'numeric', month: 'long', year: 'numeric', weekday: 'short' });
  return step === 'hour' ? `${date}, ${local.slice(11, 16)}` : date;
}
