import type { Texts } from '../text/text.ts';

export const accountTexts = {
  profile: { ru: 'Профиль', en: 'Profile' },
  name: { ru: 'Имя', en: 'Name' },
  language: { ru: 'Язык', en: 'Language' },
  theme: { ru: 'Тема', en: 'Theme' },
  light: { ru: 'Светлая', en: 'Light' },
  dark: { ru: 'Тёмная', en: 'Dark' },
  auto: { ru: 'Как в системе', en: 'As the system' },
  password: { ru: 'Пароль', en: 'Password' },
  current: { ru: 'Нынешний пароль', en: 'Current password' },
  next: { ru: 'Новый пароль', en: 'New password' },
  change: { ru: 'Сменить пароль', en: 'Change the password' },
  changed: { ru: 'Пароль сменён, остальные входы закрыты', en: 'The password is changed, other sessions are closed' },
  sessions: { ru: 'Где вы вошли', en: 'Where you are signed in' },
  thisOne: { ru: 'здесь', en: 'here' },
  end: { ru: 'Завершить', en: 'End' },
  tokens: { ru: 'Токены API', en: 'API tokens' },
  tokensLead: {
    ru: 'Для скриптов и программ, которые управляют проектами.',
    en: 'For scripts and programs that manage projects.',
  },
  tokenName: { ru: 'Для чего он', en: 'What it is for' },
  tokenReady: {
    ru: 'Сохраните токен: больше он не будет показан.',
    en: 'Keep the token: it will not be shown again.',
  },
  unused: { ru: 'ещё не использован', en: 'not used yet' },
  revokeTitle: { ru: 'Отозвать токен', en: 'Revoke the token' },
  revokeLoss: {
    ru: 'Программы с этим токеном потеряют доступ сразу.',
    en: 'Programs with this token lose access at once.',
  },
  docs: { ru: 'Описание API', en: 'API reference' },
  unknownDevice: { ru: 'Неизвестное устройство', en: 'Unknown device' },
} satisfies Texts;
