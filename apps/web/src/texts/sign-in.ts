import type { Texts } from '../text/text.ts';

export const signIn = {
  title: { ru: 'Вход', en: 'Sign in' },
  lead: {
    ru: 'Откуда приходят подписчики и сколько они стоят.',
    en: 'Where subscribers come from, and what they cost.',
  },
  email: { ru: 'Почта', en: 'Email' },
  password: { ru: 'Пароль', en: 'Password' },
  name: { ru: 'Как вас зовут', en: 'Your name' },
  submit: { ru: 'Войти', en: 'Sign in' },
  wrong: { ru: 'Почта или пароль не подходят.', en: 'The email or the password is not right.' },
  tooMany: { ru: 'Слишком много попыток. Подождите минуту.', en: 'Too many attempts. Wait a minute.' },
  noOwner: {
    ru: 'Владельца ещё нет? Откройте одноразовую ссылку, которую сервер напечатал при запуске.',
    en: 'No owner yet? Open the one-time link that the server printed when it started.',
  },
  passwordHint: { ru: 'Не короче 10 знаков', en: 'At least 10 characters' },
  invitationTitle: { ru: 'Вас пригласили', en: 'You are invited' },
  invitationLead: {
    ru: 'Придумайте пароль, и вы увидите проекты своей команды.',
    en: 'Choose a password, and you will see the projects of your team.',
  },
  join: { ru: 'Присоединиться', en: 'Join' },
  linkUsed: {
    ru: 'Эта ссылка уже использована или истекла. Попросите новую.',
    en: 'This link was used already or has expired. Ask for a new one.',
  },
} satisfies Texts;
