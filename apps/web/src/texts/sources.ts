import type { Texts } from '../text/text.ts';

export const sourcesTexts = {
  lead: {
    ru: 'Какой источник приводит людей, которые остаются, и сколько стоит один.',
    en: 'Which source brings people who stay, and what one costs.',
  },
  by: { ru: 'Группировать по', en: 'Group by' },
  second: { ru: 'и по', en: 'then by' },
  nothingMore: { ru: 'без второго уровня', en: 'no second level' },
  source: { ru: 'Источник', en: 'Source' },
  conversion: { ru: 'Конверсия', en: 'Conversion' },
  conversionHint: { ru: 'Подписки на один клик.', en: 'Joins per click.' },
  subscribers: { ru: 'Новые', en: 'New' },
  subscribersHint: { ru: 'Кто пришёл впервые в этом периоде.', en: 'Who came for the first time in this period.' },
  d1: { ru: 'День 1', en: 'Day 1' },
  d7: { ru: 'День 7', en: 'Day 7' },
  d30: { ru: 'День 30', en: 'Day 30' },
  stayedHint: {
    ru: 'Доля тех, кто ещё был подписан столько дней спустя. Тире – ещё рано судить.',
    en: 'The share of those who were still here that many days later. A dash: too early to tell.',
  },
  spend: { ru: 'Расход', en: 'Spend' },
  spendHint: { ru: 'Введённый расход на рекламу за период.', en: 'Entered cost of advertising in the period.' },
  costPerSubscriber: { ru: 'Цена нового', en: 'Cost per new' },
  costPerSubscriberHint: { ru: 'Расход, делённый на новых.', en: 'The cost divided by the new ones.' },
  romi: { ru: 'ROMI', en: 'ROMI' },
  romiHint: { ru: '(выручка − расход) / расход.', en: '(revenue − cost) / cost.' },
  enterCostFor: { ru: 'Расход: {name}', en: 'Cost of {name}' },
  costDay: { ru: 'День', en: 'Day' },
  costAmount: { ru: 'Сумма, {currency}', en: 'Sum, {currency}' },
  costHint: {
    ru: 'За один день. Уже введённое за этот день заменится.',
    en: 'For one day. What was entered for that day is replaced.',
  },
  costSaved: { ru: 'Расход записан', en: 'The cost is stored' },
  importCosts: { ru: 'Загрузить расходы', en: 'Import costs' },
  importHint: {
    ru: 'Таблица CSV: дата, сумма и ссылка (название или код) либо utm_campaign. Строки того же дня и источника складываются.',
    en: 'A CSV table: date, amount and link (name or code) or utm_campaign. Rows of one day and source are added up.',
  },
  chooseFile: { ru: 'Выбрать файл', en: 'Choose a file' },
  imported: {
    ru: { one: 'Записана {count} строка', few: 'Записано {count} строки', many: 'Записано {count} строк' },
    en: { one: '{count} row is stored', other: '{count} rows are stored' },
  },
} satisfies Texts;
