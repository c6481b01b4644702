import type { Static } from 'typebox';
import type { ReportPeriod } from './answer-schema.ts';
import type { Period } from './period.ts';

export function shownPeriod({ fromMs, toMs, days }: Period): Static<typeof ReportPeriod> {
  return {
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    from_day: days[0]?.day ?? '',
    to_day: days.at(-1)?.day ?? '',
  };
}
