import { formatMoney } from '../format/numbers.ts';
import type { Language } from '../text/text.ts';

/** Sums of several currencies, each with its own: they cannot be added up. */
export function saySums(
  language: Language,
  sums: readonly { readonly currency: string; readonly amount: string }[],
): string {
  return sums.map(({ currency, amount }) => formatMoney(language, Number(amount), currency)).join(', ');
}
