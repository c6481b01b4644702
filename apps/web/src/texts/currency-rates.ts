import type { Texts } from '../text/text.ts';

export const currencyRatesTexts = {
  title: { ru: 'Курсы валют', en: 'Currency rates' },
  lead: {
    ru: 'По ним расходы в других валютах пересчитываются в {currency}, за все дни, и прошлые тоже. Расходы в валюте без курса не входят в суммы, пока курса нет.',
    en: 'Costs in other currencies are converted to {currency} at these rates, for all days, past ones too. Costs in a currency without a rate are left out of the sums until it has one.',
  },
  none: { ru: 'Курсов ещё нет.', en: 'There are no rates yet.' },
  rateOf: { ru: 'Курс: 1 {currency}', en: 'Rate: 1 {currency}' },
  add: { ru: 'Добавить валюту', en: 'Add a currency' },
  removeRate: { ru: 'Убрать курс {currency}', en: 'Remove the rate of {currency}' },
  without: {
    ru: 'За год не учтены расходы без курса: {sums}.',
    en: 'Costs of the last year left out for want of a rate: {sums}.',
  },
  leftOut: {
    ru: 'В расходы не вошло: {sums}. Для этих валют нет курса.',
    en: 'Left out of the costs: {sums}. There is no rate for these currencies.',
  },
  setRate: { ru: 'Указать курс', en: 'Set the rate' },
} satisfies Texts;
