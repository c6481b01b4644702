interface ProblemText {
  readonly ru: string;
  readonly en: string;
}

/** What can be wrong between a project and its messenger, with what to do about it. The only list: rows name a problem by its key. */
export const messengerProblems = {
  token_invalid: {
    ru: 'Мессенджер не принимает токен бота: он отозван или введён с ошибкой. Возьмите новый токен и сохраните его в проекте.',
    en: "The messenger does not take the bot's token: it was revoked or mistyped. Get a new token and save it in the project.",
  },
  token_unreadable: {
    ru: 'Токен бота зашифрован другим ключом. Введите его заново.',
    en: "The bot's token was encrypted with another key. Enter it again.",
  },
  webhook_elsewhere: {
    ru: 'Обновления бота уходят на другой адрес, и мы его не трогаем. Либо пересылайте их оттуда методом on_telegram_webhook (on_max_webhook), либо разрешите заменить адрес: take_over_webhook.',
    en: "The bot's updates go to another address, which is left alone. Either forward them from there by on_telegram_webhook (on_max_webhook), or allow the address to be replaced: take_over_webhook.",
  },
  polled_elsewhere: {
    ru: 'Обновления бота читает другая программа. Либо пересылайте их оттуда методом on_telegram_webhook, либо остановите её и проверьте снова с take_over_webhook.',
    en: 'Another program reads the updates of this bot. Either forward them from there by on_telegram_webhook, or stop it and check again with take_over_webhook.',
  },
  needs_public_address: {
    ru: 'MAX присылает обновления на адрес https, а у сервера его нет. Задайте PUBLIC_URL или разрешите опрос: long_polling.',
    en: 'MAX sends updates to an https address, and the server has none. Set PUBLIC_URL, or allow long polling: long_polling.',
  },
  webhook_failing: {
    ru: 'Мессенджер не может доставить обновления на наш адрес. Проверьте, что PUBLIC_URL открывается из интернета и сертификат в порядке.',
    en: 'The messenger cannot deliver updates to our address. Check that PUBLIC_URL is reachable from the Internet and its certificate is in order.',
  },
  unreachable: {
    ru: 'Мессенджер не отвечает. Пробуем дальше сами; проверьте, что у сервера есть доступ к его адресу (для MAX может понадобиться MAX_CA_FILE).',
    en: 'The messenger does not answer. It is tried again by itself; check that the server may reach its address (MAX may need MAX_CA_FILE).',
  },
  chat_unknown: {
    ru: 'Не указано, какой канал отслеживать. Добавьте бота администратором канала: номер канала (chat_id) подставится сам, или впишите его в проект.',
    en: 'It is not known which channel to track. Make the bot an administrator of the channel: the id (chat_id) is then filled in, or write it into the project.',
  },
  chat_not_found: {
    ru: 'Бот не видит этого канала. Проверьте chat_id и добавьте бота в администраторы.',
    en: 'The bot cannot see this channel. Check chat_id and make the bot an administrator.',
  },
  not_administrator: {
    ru: 'Бот не администратор канала: подписки и отписки ему не приходят. Сделайте его администратором.',
    en: 'The bot is no administrator of the channel: joins and leaves do not reach it. Make it an administrator.',
  },
  cannot_invite: {
    ru: 'У бота нет права приглашать по ссылкам, поэтому личных ссылок и приёма заявок нет. Дайте администратору-боту право «Добавление подписчиков».',
    en: 'The bot may not invite by links, so there are no personal links and requests are not approved. Give it the right "Add subscribers".',
  },
  channel_public: {
    ru: 'Канал открытый: Telegram не сообщает, по какой ссылке пришёл подписчик. Сделайте канал закрытым или ведите рекламу через бота (bot_hop), иначе подписки без источника.',
    en: 'The channel is public: Telegram does not tell by which link a subscriber came. Make it private or send clicks through the bot (bot_hop), else joins have no source.',
  },
  chat_link_missing: {
    ru: 'Бот не знает, куда вести людей: укажите ссылку на канал (chat_link или метод set_default_chat_link).',
    en: 'The bot does not know where to send people: set the link of the channel (chat_link, or the method set_default_chat_link).',
  },
} as const satisfies Readonly<Record<string, ProblemText>>;

export type ProblemCode = keyof typeof messengerProblems;

/** One of them as it stands somewhere, with the messenger's own words where there are any. */
export interface MessengerProblem {
  readonly code: ProblemCode;
  readonly detail?: string;
}
