import type { ChatMember, Update, User } from 'grammy/types';

/** Updates as Telegram sends them, for tests: the types of the Bot API hold their shape. Source: reference/payloads.md §1. */

/** 2026-06-02T07:57:58Z. */
export const sentAtSeconds = 1_780_387_078;

export const john = {
  id: 987_654_321,
  is_bot: false,
  first_name: 'John',
  last_name: 'Doe',
  username: 'johnDoe5672',
  language_code: 'ru',
  is_premium: true,
} as const satisfies User;

export const johnAsRead = {
  firstName: 'John',
  lastName: 'Doe',
  username: 'johnDoe5672',
  languageCode: 'ru',
  isPremium: true,
};

export const myBot = {
  id: 110_201_543,
  is_bot: true,
  first_name: 'My Bot',
  username: 'my_bot',
} as const satisfies User;

export const privateChat = { id: john.id, first_name: 'John', type: 'private' } as const;
export const channelId = '-1001234567890';
export const channel = { id: -1_001_234_567_890, title: 'My channel', type: 'channel' } as const;
const group = { id: -1_009_999_999_999, title: 'A group', type: 'supergroup' } as const;

type Message = NonNullable<Update['message']>;

export function messageUpdate(message: Partial<Message>) {
  return {
    update_id: 873_215_001,
    message: {
      message_id: 412,
      from: john,
      chat: privateChat,
      date: sentAtSeconds,
      ...message,
    },
  } satisfies Update;
}

export function startUpdate(text: string) {
  return messageUpdate({ text, entities: [{ offset: 0, length: 6, type: 'bot_command' }] });
}

export const groupStart = messageUpdate({ chat: group, text: '/start@my_bot PJ1' });

const permissions = {
  can_send_messages: true,
  can_send_audios: true,
  can_send_documents: true,
  can_send_photos: true,
  can_send_videos: true,
  can_send_video_notes: true,
  can_send_voice_notes: true,
  can_send_polls: true,
  can_send_other_messages: true,
  can_add_web_page_previews: true,
  can_react_to_messages: true,
  can_edit_tag: true,
  can_change_info: false,
  can_invite_users: true,
  can_pin_messages: false,
  can_manage_topics: false,
} as const;

const rights = {
  can_be_edited: false,
  is_anonymous: false,
  can_manage_chat: true,
  can_delete_messages: true,
  can_manage_video_chats: true,
  can_restrict_members: true,
  can_promote_members: false,
  can_change_info: true,
  can_invite_users: true,
  can_post_stories: false,
  can_edit_stories: false,
  can_delete_stories: false,
  can_send_welcome_messages: false,
} as const;

export const standings = {
  creator: (user: User) => ({ user, status: 'creator', is_anonymous: false }),
  administrator: (user: User) => ({ user, status: 'administrator', ...rights }),
  member: (user: User) => ({ user, status: 'member' }),
  restricted_in: (user: User) => ({ user, status: 'restricted', is_member: true, ...permissions, until_date: 0 }),
  restricted_out: (user: User) => ({ user, status: 'restricted', is_member: false, ...permissions, until_date: 0 }),
  left: (user: User) => ({ user, status: 'left' }),
  kicked: (user: User) => ({ user, status: 'kicked', until_date: 0 }),
} as const satisfies Record<string, (user: User) => ChatMember>;

export type StandingName = keyof typeof standings;
export const standingNames: readonly StandingName[] = [
  'creator',
  'administrator',
  'member',
  'restricted_in',
  'restricted_out',
  'left',
  'kicked',
];

export function blockUpdate(before: StandingName, after: StandingName) {
  return {
    update_id: 873_215_077,
    my_chat_member: {
      chat: privateChat,
      from: john,
      date: sentAtSeconds,
      old_chat_member: standings[before](myBot),
      new_chat_member: standings[after](myBot),
    },
  } satisfies Update;
}

export function memberUpdate(before: StandingName, after: StandingName, user: User = john, performer: User = user) {
  return {
    update_id: 873_215_201,
    chat_member: {
      chat: channel,
      from: performer,
      date: sentAtSeconds,
      old_chat_member: standings[before](user),
      new_chat_member: standings[after](user),
    },
  } satisfies Update;
}

export const inviteLink = {
  invite_link: 'https://t.me/+AbCdEfGhIjKlMnOp',
  creator: myBot,
  name: 'Яндекс.Директ PJaf5568712cd',
  creates_join_request: false,
  is_primary: false,
  is_revoked: false,
};

export const joinRequest = {
  update_id: 873_215_300,
  chat_join_request: { chat: channel, from: john, user_chat_id: john.id, date: sentAtSeconds, invite_link: inviteLink },
} satisfies Update;

export const botAddedToChannel = {
  update_id: 873_215_301,
  my_chat_member: {
    chat: channel,
    from: john,
    date: sentAtSeconds,
    old_chat_member: standings.left(myBot),
    new_chat_member: standings.administrator(myBot),
  },
} satisfies Update;
