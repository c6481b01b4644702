import { type Static, Type } from 'typebox';
import { choiceSetting, textSetting, texts } from './settings.ts';

const accountId = '^[0-9]{3}-?[0-9]{3}-?[0-9]{4}$';

export const googleAdsSettings = Type.Object({
  operating_account_id: textSetting({
    label: { ru: 'Номер аккаунта Google Ads', en: 'Google Ads account ID' },
    hint: {
      ru: 'Десять цифр в правом верхнем углу кабинета: аккаунт, которому принадлежат действия-конверсии',
      en: 'Ten digits in the upper right corner of Google Ads: the account that owns the conversion actions',
    },
    pattern: accountId,
    expected: 'ten digits, with or without hyphens',
    example: '123-456-7890',
  }),
  login_account_id: Type.Optional(
    textSetting({
      label: { ru: 'Номер управляющего аккаунта', en: 'Manager account ID' },
      hint: {
        ru: 'Если вы заходите в аккаунт через управляющий (MCC); иначе оставьте пустым',
        en: 'Where you reach the account through a manager account (MCC); else leave it empty',
      },
      pattern: accountId,
      expected: 'ten digits, with or without hyphens',
      example: '987-654-3210',
    }),
  ),
  conversion_actions: Type.Record(Type.String(), Type.String({ pattern: '^[0-9]{1,20}$' }), {
    minProperties: 1,
    ...texts({
      label: { ru: 'Действия-конверсии по целям', en: 'Conversion actions by goal' },
      hint: {
        ru: 'Название цели → ID действия-конверсии типа «Импорт из кликов»: Цели → Конверсии → действие, число ctId в адресе страницы',
        en: 'Name of the goal → ID of a conversion action of type "import from clicks": Goals → Conversions → the action, the number ctId in the address of the page',
      },
    }),
    examples: [{ start: '7654321' }],
  }),
  client_id: textSetting({
    label: { ru: 'Client ID', en: 'Client ID' },
    hint: {
      ru: 'console.cloud.google.com → APIs & Services → Credentials → OAuth client',
      en: 'console.cloud.google.com → APIs & Services → Credentials → OAuth client',
    },
    pattern: '^[\\x21-\\x7e]{1,500}$',
  }),
  client_secret: textSetting({
    label: { ru: 'Client secret', en: 'Client secret' },
    hint: { ru: 'Там же, рядом с Client ID', en: 'In the same place, beside the client ID' },
    pattern: '^[\\x21-\\x7e]{1,500}$',
  }),
  refresh_token: textSetting({
    label: { ru: 'Refresh token', en: 'Refresh token' },
    hint: {
      ru: 'Получен этим клиентом с правом https://www.googleapis.com/auth/datamanager от пользователя с доступом к аккаунту',
      en: 'Granted to this client with the scope https://www.googleapis.com/auth/datamanager by somebody with access to the account',
    },
    pattern: '^[\\x21-\\x7e]{1,2000}$',
  }),
  consent: Type.Optional(
    choiceSetting({
      label: { ru: 'Согласие на рекламное использование данных', en: 'Consent to the use of data for ads' },
      hint: {
        ru: '«Получено» — если ваша посадочная страница спрашивает согласие или оно не требуется. Для жителей ЕЭЗ Google без согласия конверсию не засчитает',
        en: '"Given" where your landing page asks for it or it is not needed. For people of the EEA Google counts nothing without consent',
      },
      choices: {
        granted: { ru: 'Получено', en: 'Given' },
        not_stated: { ru: 'Не сообщать', en: 'Not stated' },
      },
      byDefault: 'granted',
    }),
  ),
});
export type GoogleAdsSettings = Static<typeof googleAdsSettings>;

/** The conversion action of a goal; null: the settings have none. */
export function actionOf({ conversion_actions: actions }: GoogleAdsSettings, goal: string): string | null {
  return Object.hasOwn(actions, goal) ? (actions[goal] ?? null) : null;
}

/** As the API wants it: people copy the number as the page shows it. */
export function digitsOf(account: string): string {
  return account.replaceAll('-', '');
}
