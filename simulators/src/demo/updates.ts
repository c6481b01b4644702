import type { Person } from './people.ts';

/** A call of the compatible API. */
export interface Call {
  readonly method: string;
  readonly body: object;
}

/** How the people of a project start, leave and come back, in the words of its messenger. */
export interface Messenger {
  start(person: Person, atMs: number, code: string): Call;
  leave(person: Person, atMs: number): Call;
  /** Money given back, which `add_event` has no word for; null: nobody tells this messenger's bots of it. */
  refund(person: Person, atMs: number, price: number): Call | null;
}

let lastUpdate = 410_000_000;
const nextUpdate = (): number => {
  lastUpdate += 1;
  return lastUpdate;
};
const seconds = (atMs: number): number => Math.floor(atMs / 1000);

function telegramUser({ id, firstName, lastName, username, language, premium }: Person): object {
  return {
    id,
    is_bot: false,
    first_name: firstName,
    ...(lastName === null ? {} : { last_name: lastName }),
    ...(username === null ? {} : { username }),
    language_code: language,
    ...(premium ? { is_premium: true } : {}),
  };
}

const telegram = (content: object): Call => ({
  method: 'on_telegram_webhook',
  body: { update_id: nextUpdate(), ...content },
});

/** A bot that forwards what Telegram sends it. */
export const telegramBot: Messenger = {
  start: (person, atMs, code) =>
    telegram({
      message: {
        message_id: nextUpdate() % 100_000,
        from: telegramUser(person),
        chat: { id: person.id, first_name: person.firstName, type: 'private' },
        date: seconds(atMs),
        text: code === '' ? '/start' : `/start ${code}`,
        entities: [{ offset: 0, length: 6, type: 'bot_command' }],
      },
    }),
  leave(person, atMs) {
    const bot = { id: 7_201_543_210, is_bot: true, first_name: 'English' };
    return telegram({
      my_chat_member: {
        chat: { id: person.id, first_name: person.firstName, type: 'private' },
        from: telegramUser(person),
        date: seconds(atMs),
        old_chat_member: { user: bot, status: 'member' },
        new_chat_member: { user: bot, status: 'kicked', until_date: 0 },
      },
    });
  },
  // The school takes its payments by Toolsy.
  refund: ({ id }, atMs, price) => ({
    method: 'on_toolsy_event',
    body: { event: 'refund_created', telegram_id: id, amount: price, created_at: seconds(atMs) },
  }),
};

/** A channel; people join it by the invite link that stands where a bot has a start code. */
export function telegramChannel(chatId: number, title: string): Messenger {
  const change = (person: Person, atMs: number, joins: boolean, link: string): Call => {
    const user = telegramUser(person);
    const creator = { id: 7_201_543_211, is_bot: true, first_name: 'Gate' };
    const inviteLink = {
      invite_link: link,
      creator,
      creates_join_request: false,
      is_primary: false,
      is_revoked: false,
    };
    return telegram({
      chat_member: {
        chat: { id: chatId, title, type: 'channel' },
        from: user,
        date: seconds(atMs),
        old_chat_member: { user, status: joins ? 'left' : 'member' },
        new_chat_member: { user, status: joins ? 'member' : 'left' },
        ...(joins && link !== '' ? { invite_link: inviteLink } : {}),
      },
    });
  };
  return {
    start: (person, atMs, link) => change(person, atMs, true, link),
    leave: (person, atMs) => change(person, atMs, false, ''),
    refund: () => null,
  };
}

/** A bot on MAX, which counts milliseconds. */
export const maxBot: Messenger = {
  start: (person, atMs, code) => max('bot_started', person, atMs, { payload: code === '' ? null : code }),
  leave: (person, atMs) => max('bot_stopped', person, atMs, {}),
  refund: () => null,
};

function max(type: string, person: Person, atMs: number, content: object): Call {
  const user = {
    user_id: person.id,
    first_name: person.firstName,
    last_name: person.lastName,
    username: person.username,
    is_bot: false,
    last_activity_time: Math.floor(atMs),
  };
  const update = {
    update_type: type,
    timestamp: Math.floor(atMs),
    chat_id: person.id + 1,
    user,
    user_locale: person.language,
  };
  return { method: 'on_max_webhook', body: { ...update, ...content } };
}
