import type { Texts } from '../text/text.ts';

export const messengerTexts = {
  title: { ru: 'Бот и канал', en: 'Bot and channel' },
  lead: {
    ru: 'Что сервер делает сам: пригласительные ссылки, заявки, сообщения владельцу.',
    en: 'What the server does itself: invite links, join requests, messages to the owner.',
  },
  off: {
    ru: 'Выключено: в проекте нет токена бота. Он нужен закрытым каналам, заявкам и сообщениям владельцу.',
    en: 'Off: the project has no token of a bot. Private channels, join requests and messages to the owner need it.',
  },
  connecting: { ru: 'Подключаемся', en: 'Connecting' },
  working: { ru: 'Работает', en: 'Works' },
  trouble: { ru: 'Нужны вы', en: 'Needs you' },
  offState: { ru: 'Выключено', en: 'Off' },
  check: { ru: 'Проверить сейчас', en: 'Check now' },
  takeOver: { ru: 'Забрать обновления себе', en: 'Take the updates over' },
  webhook: { ru: 'обновления приходят вебхуком', en: 'updates come by webhook' },
  polling: { ru: 'обновления запрашиваются', en: 'updates are asked for' },
  channel: { ru: 'канал «{title}»', en: 'channel “{title}”' },
  personalLinks: { ru: 'Своя пригласительная ссылка каждому клику', en: 'An invite link of its own for each click' },
  personalLinksHint: {
    ru: 'Закрытый канал Telegram: так видно, кто по какому объявлению вступил.',
    en: 'A private channel of Telegram: it shows who joined by which ad.',
  },
  joinRequests: { ru: 'Вступать по заявке', en: 'Join by request' },
  autoApprove: { ru: 'Одобрять заявки через, секунд', en: 'Approve requests after, seconds' },
  autoApproveHint: { ru: 'Пусто – вручную', en: 'Empty: by hand' },
  linksReady: { ru: 'готово ссылок: {ready}, выдано: {leased}', en: 'links ready: {ready}, handed out: {leased}' },
  chats: { ru: 'Куда приходят сообщения и утренний отчёт', en: 'Where messages and the morning report go' },
  noChats: { ru: 'Пока никуда', en: 'Nowhere yet' },
  connectChat: { ru: 'Подключить чат', en: 'Connect a chat' },
  codeHint: {
    ru: 'Отправьте боту этот код в течение часа. Чат, откуда он придёт, и будет получать сообщения.',
    en: 'Send this code to the bot within an hour. The chat it comes from gets the messages.',
  },
  forget: { ru: 'Отключить', en: 'Disconnect' },
} satisfies Texts;
