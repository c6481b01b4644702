import { type Static, Type } from 'typebox';
import { choiceSetting, textSetting } from './settings.ts';

/** Released on 29 Jul 2026; a version lives for two years. Source: reference/adplatforms.md §4.1. */
const versionDefault = 'v26.0';

export const metaCapiSettings = Type.Object({
  dataset_id: textSetting({
    label: { ru: 'ID набора данных (пикселя)', en: 'Dataset (pixel) ID' },
    hint: {
      ru: 'Events Manager → Источники данных → ваш набор → Настройки',
      en: 'Events Manager → Data sources → your dataset → Settings',
    },
    pattern: '^[0-9]{1,20}$',
    expected: 'digits',
    example: '1234567890',
  }),
  access_token: textSetting({
    label: { ru: 'Токен доступа', en: 'Access token' },
    hint: {
      ru: 'Там же: Conversions API → Создать токен доступа. Проверка приложения не нужна',
      en: 'In the same place: Conversions API → Generate access token. No app review is needed',
    },
    pattern: '^[\\x21-\\x7e]{1,2000}$',
  }),
  test_event_code: Type.Optional(
    textSetting({
      label: { ru: 'Код тестовых событий', en: 'Test event code' },
      hint: {
        ru: 'Показывает события на вкладке «Тестирование событий». Они всё равно засчитываются: уберите код, когда проверите',
        en: 'Shows events in the tab "Test events". They count all the same: remove the code when you have seen them',
      },
      pattern: '^TEST[0-9]{1,20}$',
      expected: 'a code such as TEST12345',
      example: 'TEST12345',
    }),
  ),
  action_source: Type.Optional(
    choiceSetting({
      label: { ru: 'Где произошло событие', en: 'Where the event happened' },
      hint: {
        ru: '«В чате» — как и есть. «На сайте» нужно кампаниям с целью «Конверсии на сайте»: так уходят события, у чьего клика известны браузер и полный адрес страницы, остальные — как «в чате». IP-адреса этих посетителей тогда хранятся зашифрованными 7 дней',
        en: '"In a chat" is how it is. Campaigns for website conversions need "on a website": so go events whose click has a browser and the whole address of a page; the others go as "in a chat". The IP addresses of these visitors are then kept encrypted for 7 days',
      },
      choices: { chat: { ru: 'В чате', en: 'In a chat' }, website: { ru: 'На сайте', en: 'On a website' } },
      byDefault: 'chat',
    }),
  ),
  api_version: Type.Optional(
    textSetting({
      label: { ru: 'Версия API', en: 'API version' },
      hint: {
        ru: `Версия Graph API; пусто — ${versionDefault}`,
        en: `Version of the Graph API; empty: ${versionDefault}`,
      },
      pattern: '^v[0-9]{1,3}\\.[0-9]$',
      expected: 'a version such as v26.0',
      example: versionDefault,
    }),
  ),
});
export type MetaCapiSettings = Static<typeof metaCapiSettings>;

export function versionOf({ api_version = versionDefault }: MetaCapiSettings): string {
  return api_version;
}
