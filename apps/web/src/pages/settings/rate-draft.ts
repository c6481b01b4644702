import type { CurrencyRates } from '../../api/schema.gen.ts';

export type Rates = CurrencyRates['rates'];

/** What the server takes as a rate, with a comma where people write one. */
export const ratePattern = '(?=[0-9.,]*[1-9])[0-9]{1,9}([.,][0-9]{1,10})?';

/** As people type it → as the server takes it. */
export function readRate(typed: string): string {
  return typed.replaceAll(/\s/g, '').replace(',', '.');
}

/** The currencies that a rate can still be given for, by their names. */
export function currenciesLeft(
  rates: Rates,
  own: string,
  locale: string,
): readonly { readonly value: string; readonly label: string }[] {
  const taken = new Set([own, ...rates.map(({ currency }) => currency)]);
  const names = new Intl.DisplayNames(locale, { type: 'currency' });
  return Intl.supportedValuesOf('currency')
    .filter((currency) => !taken.has(currency))
    .map((currency) => ({ value: currency, label: `${currency} – ${names.of(currency) ?? currency}` }));
}
