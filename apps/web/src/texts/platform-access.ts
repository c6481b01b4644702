import type { Texts } from '../text/text.ts';

/** Signing in at an ad system, and the goals it has to know. */
export const platformAccessTexts = {
  signIn: { ru: 'Войти через {system}', en: 'Sign in with {system}' },
  signInAgain: { ru: 'Войти заново', en: 'Sign in again' },
  saveAndSignIn: { ru: 'Сохранить и войти через {system}', en: 'Save and sign in with {system}' },
  notSignedIn: {
    ru: 'Осталось войти: без этого конверсии ждут.',
    en: 'Signing in is left: conversions wait until then.',
  },
  accessUntil: { ru: 'Доступ выдан до {day}', en: 'Access was given until {day}' },
  accessEnded: { ru: 'Доступ закончился {day}. Войдите заново.', en: 'Access ended on {day}. Sign in again.' },
  redirectHint: {
    ru: 'Чтобы не копировать токен, войдите через {system}. В приложении укажите этот Redirect URI, а здесь – его ClientID и Client secret.',
    en: 'To sign in with {system} instead of copying a token: give your app this Redirect URI, and its ClientID and client secret here.',
  },
  redirectUri: { ru: 'Redirect URI', en: 'Redirect URI' },
  connected: { ru: 'Вход выполнен, «{name}» подключено.', en: 'Signed in: “{name}” is connected.' },
  notConnected: { ru: 'Войти не удалось («{name}»): {reason}', en: 'Signing in did not work (“{name}”): {reason}' },
  makeGoals: { ru: 'Создать недостающие цели', en: 'Create missing goals' },
  goalsTitle: { ru: 'Цели в счётчике', en: 'Goals of the counter' },
  exists: { ru: 'уже есть', en: 'was there' },
  made: { ru: 'создана', en: 'made' },
  wrongCondition: { ru: 'другое условие', en: 'another condition' },
  wrongConditionHint: {
    ru: 'Цель с другим условием конверсий не принимает. Поставьте в счётчике условие «совпадает».',
    en: 'A goal with another condition takes no conversions. Set the condition to “matches” in the counter.',
  },
  notMade: { ru: 'не создана', en: 'not made' },
} satisfies Texts;
