import type { Texts } from '../text/text.ts';

export const integrationsTexts = {
  lead: {
    ru: 'Выберите, на чём сделан бот. Адреса в инструкции уже ваши.',
    en: 'Choose what the bot is made with. The addresses in the guide are already yours.',
  },
  ownBot: { ru: 'Собственный бот', en: 'A bot of your own' },
  telegramChannel: { ru: 'Канал в Telegram', en: 'A channel of Telegram' },
  maxChannel: { ru: 'Канал в MAX', en: 'A channel of MAX' },
  wabot: { ru: 'WaBot и другие', en: 'WaBot and others' },
  maxBot: { ru: 'Бот MAX', en: 'A bot of MAX' },
  key: { ru: 'Ключ', en: 'Key' },
  keyHint: {
    ru: 'Ключ открывает запись в этот проект. Не публикуйте адрес с ним.',
    en: 'The key lets anyone write into this project. Do not publish an address that has it.',
  },
  makeKey: { ru: 'Создать ключ', en: 'Make a key' },
  noKey: { ru: 'Сначала нужен ключ проекта', en: 'A key of the project comes first' },
  noKeyViewer: {
    ru: 'Ключей ещё нет или у вашей роли нет права их видеть.',
    en: 'There are no keys yet, or your role may not see them.',
  },
  waiting: { ru: 'Ждём первый запрос…', en: 'Waiting for the first request…' },
  waitingHint: {
    ru: 'Сделайте шаги инструкции и запустите бота. Здесь само появится, что пришло.',
    en: 'Follow the guide and start the bot. What arrives appears here by itself.',
  },
  received: { ru: 'Запросы приходят', en: 'Requests arrive' },
  lastOne: { ru: 'Последний: {what}', en: 'The latest: {what}' },
  openRequests: { ru: 'Все запросы', en: 'All requests' },
  guide: { ru: 'Инструкция', en: 'Guide' },
} satisfies Texts;
