import type { Language } from '../text/text.ts';

/** How people of a language write their numbers. */
export const localeOf: Readonly<Record<Language, string>> = { ru: 'ru-RU', en: 'en-GB' };

const cache = new Map<string, Intl.NumberFormat>();

function formatter(language: Language, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${language} ${JSON.stringify(options)}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const made = new Intl.NumberFormat(localeOf[language], options);
  cache.set(key, made);
  return made;
}

/** Thousands are parted by a thin space that does not break; a minus is a minus. */
function written(text: string): string {
  return text.replace(/[\u00a0\u202f](?=\d)/g, '\u202f').replace('-', '−');
}

export function formatNumber(language: Language, value: number, digits = 0): string {
  return written(formatter(language, { maximumFractionDigits: digits }).format(value));
}

/** `12,4 тыс.`: for axes and narrow places. */
export function formatCompact(language: Language, value: number): string {
  return written(formatter(language, { notation: 'compact', maximumFractionDigits: 1 }).format(value));
}

/** A share of 0 to 1. Small ones keep a digit, so that 0.4 % is not nothing. */
export function formatShare(language: Language, share: number): string {
  const digits = share !== 0 && Math.abs(share) < 0.1 ? 1 : 0;
  return written(formatter(language, { style: 'percent', maximumFractionDigits: digits }).format(share));
}

/** A change of 0.08 is `+8 %`. */
export function formatChange(language: Language, change: number): string {
  if (change > 9.995) return `×${formatNumber(language, change + 1)}`;
  const options = { style: 'percent', maximumFractionDigits: 0, signDisplay: 'exceptZero' } as const;
  return written(formatter(language, options).format(change));
}

/** A sum with its currency; pennies only where the sum is small enough for them to matter. */
export function formatMoney(language: Language, value: number, currency: string): string {
  const digits = Number.isInteger(value) || Math.abs(value) >= 100 ? 0 : 2;
  return written(
    formatter(language, {
      style: 'currency',
      currency,
      currencyDisplay: 'narrowSymbol',
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    }).format(value),
  );
}
