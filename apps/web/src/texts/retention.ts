import type { Texts } from '../text/text.ts';

export const retentionTexts = {
  lead: { ru: 'Кто пришёл когда и сколько остался.', en: 'Who came when, and how long they stayed.' },
  cohort: { ru: 'Пришли', en: 'Came' },
  joined: { ru: 'Новых', en: 'New' },
  here: { ru: 'Сейчас', en: 'Now' },
  median: { ru: 'Половина живёт', en: 'Half live' },
  medianHint: {
    ru: 'За столько времени ушла половина. Тире – больше половины ещё здесь.',
    en: 'Half of them had left within that time. A dash: more than half are still here.',
  },
  day: { ru: 'День\u00a0{count}', en: 'Day\u00a0{count}' },
  dayHint: {
    ru: 'Доля тех, кто был подписан через {count} дн. Пусто – прошло ещё не столько.',
    en: 'The share of those who were here after {count} days. Empty: not that many have passed yet.',
  },
  interval: { ru: 'Когорты', en: 'Cohorts' },
  byDay: { ru: 'по дням', en: 'by day' },
  byWeek: { ru: 'по неделям', en: 'by week' },
  byMonth: { ru: 'по месяцам', en: 'by month' },
  hours: {
    ru: { one: '{count} час', few: '{count} часа', many: '{count} часов' },
    en: { one: '{count} hour', other: '{count} hours' },
  },
  days: {
    ru: { one: '{count} день', few: '{count} дня', many: '{count} дней' },
    en: { one: '{count} day', other: '{count} days' },
  },
  compare: { ru: 'Сравнить источники', en: 'Compare sources' },
  allTogether: { ru: 'Все источники вместе', en: 'All sources together' },
  source: { ru: 'Источник', en: 'Source' },
  compareSource: { ru: 'Сравнить: {name}', en: 'Compare: {name}' },
  bySource: { ru: 'Источники', en: 'Sources' },
  bySourceLead: {
    ru: 'Сколько осталось из всех, кто пришёл. Отметьте до восьми, чтобы сравнить.',
    en: 'How many remain of all who came. Mark up to eight to compare them.',
  },
  linesTitle: { ru: 'Доля оставшихся по дням', en: 'Share of those who remain, by day' },
  dayTitle: { ru: 'Прошло дней', en: 'Days passed' },
  cohorts: { ru: 'Когорты выбранных источников', en: 'Cohorts of the chosen sources' },
  whenLeft: { ru: 'Когда уходят', en: 'When they leave' },
  whenLeftLead: {
    ru: 'Отписки за вычетом возвратов, по сроку жизни.',
    en: 'Leaves less returns, by the time they lived.',
  },
  upToHours: {
    ru: { one: 'до {count} часа', few: 'до {count} часов', many: 'до {count} часов' },
    en: { one: 'up to {count} hour', other: 'up to {count} hours' },
  },
  upToDays: {
    ru: { one: 'до {count} дня', few: 'до {count} дней', many: 'до {count} дней' },
    en: { one: 'up to {count} day', other: 'up to {count} days' },
  },
  longer: { ru: 'дольше', en: 'longer' },
  emptyTitle: { ru: 'За этот период никто не пришёл впервые', en: 'Nobody came for the first time in this period' },
} satisfies Texts;
