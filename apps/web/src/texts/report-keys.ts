import type { Texts } from '../text/text.ts';

export const reportKeysTexts = {
  title: { ru: 'Отчёты для скриптов', en: 'Reports for scripts' },
  lead: {
    ru: 'CSV по адресам «Откуда Подписки». Ключ открывает только их.',
    en: 'CSV at TGTrack’s addresses. A key opens nothing else.',
  },
  newKey: { ru: 'Новый ключ отчётов', en: 'New report key' },
  none: {
    ru: 'Ключей отчётов ещё нет. С первым появятся готовые адреса.',
    en: 'There are no report keys yet. The first one brings the ready addresses.',
  },
  noneViewer: {
    ru: 'Ключей отчётов ещё нет. Создать их могут владелец и редактор.',
    en: 'There are no report keys yet. Owners and editors can make them.',
  },
  addresses: { ru: 'Ключ и адреса', en: 'Key and addresses' },
  hide: { ru: 'Скрыть', en: 'Hide' },
  key: { ru: 'Ключ', en: 'Key' },
  members: { ru: 'Подписчики', en: 'Subscribers' },
  tags: { ru: 'Номера меток', en: 'Numbers of marks' },
  clicks: { ru: 'Клики', en: 'Clicks' },
  periodHint: {
    ru: 'Без дат – за всё время, до 10 000 строк. За период добавьте &date_from=…&date_to=… в секундах Unix, больше строк даёт &limit=100000.',
    en: 'Without dates: of all time, up to 10 000 rows. For a period add &date_from=…&date_to=… in Unix seconds; &limit=100000 gives more rows.',
  },
  revokeTitle: { ru: 'Отозвать ключ отчётов', en: 'Revoke the report key' },
  revokeLoss: {
    ru: 'Скрипты и таблицы с этим ключом сразу получат отказ. Вернуть его нельзя.',
    en: 'Scripts and tables with this key are refused at once. It cannot be taken back.',
  },
} satisfies Texts;
