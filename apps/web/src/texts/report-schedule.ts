import type { Texts } from '../text/text.ts';

export const reportScheduleTexts = {
  title: { ru: 'Утренний отчёт', en: 'Morning report' },
  lead: {
    ru: 'Источники, изменения и что сломалось, раз в день в мессенджере.',
    en: 'Sources, changes and what broke, once a day in the messenger.',
  },
  enabled: { ru: 'Присылать отчёт', en: 'Send the report' },
  hour: { ru: 'В котором часу', en: 'At what hour' },
  skipEmpty: { ru: 'Не присылать, если ничего не произошло', en: 'Not where nothing happened' },
  language: { ru: 'Язык отчёта', en: 'Language of the report' },
  preview: { ru: 'Посмотреть, как он выглядит сейчас', en: 'See how it looks now' },
  previewTitle: { ru: 'Отчёт сейчас', en: 'The report now' },
  noChat: {
    ru: 'Чат для отчётов ещё не подключён: раздел «Бот и канал» выше.',
    en: 'No chat for reports is connected yet: see “Bot and channel” above.',
  },
} satisfies Texts;
