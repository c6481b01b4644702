import type { Dimension } from '../address/view.ts';
import type { Say } from '../text/language.tsx';
import type { Language, Text } from '../text/text.ts';
import { adSystems } from '../texts/ad-systems.ts';
import { reportsTexts } from '../texts/reports.ts';

/** Stands for the lack of a value in filters, as the reports API has it. */
export const noValue = '(none)';

/** A value of a dimension in words; ids of links have their names told beside. */
export function nameOfValue(
  say: Say,
  language: Language,
  dimension: Dimension,
  value: string | null,
  name?: string | null,
): string {
  if (value === null || value === noValue) return say(reportsTexts.noValue);
  if (name !== undefined && name !== null) return name;
  if (dimension === 'ad_system') {
    const systems: Readonly<Record<string, Text>> = adSystems;
    const system = systems[value];
    return system === undefined ? value : say(system);
  }
  if (dimension === 'country')
    return new Intl.DisplayNames(language, { type: 'region', fallback: 'code' }).of(value) ?? value;
  if (dimension === 'exactness') {
    const exactnesses: Readonly<Record<string, Text>> = {
      exact: reportsTexts.exact,
      attributed: reportsTexts.attributed,
      probable: reportsTexts.probable,
      organic: reportsTexts.organic,
      unknown: reportsTexts.unknown,
    };
    const exactness = exactnesses[value];
    return exactness === undefined ? value : say(exactness);
  }
  return value;
}
