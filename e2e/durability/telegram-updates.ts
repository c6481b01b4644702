import type { Update } from 'grammy/types';

const bot = { id: 110201543, is_bot: true, first_name: 'My Bot', username: 'e2e_bot' } as const;

export interface Deed {
  readonly updateId: number;
  readonly userId: number;
  /** Unix seconds. */
  readonly date: number;
}

/** `/start` in the private chat, with the start code where there is one. */
export function startUpdate({ updateId, userId, date }: Deed, code: string | null): Update {
  const person = { id: userId, is_bot: false, first_name: 'John' };
  return {
    update_id: updateId,
    message: {
      message_id: updateId,
      from: person,
      chat: { id: userId, first_name: 'John', type: 'private' },
      date,
      text: code === null ? '/start' : `/start ${code}`,
      entities: [{ offset: 0, length: 6, type: 'bot_command' }],
    },
  };
}

/** The person blocks the bot, or lifts the block. */
export function blockUpdate({ updateId, userId, date }: Deed, change: 'stop' | 'resume'): Update {
  const blocked = { user: bot, status: 'kicked', until_date: 0 } as const;
  const free = { user: bot, status: 'member' } as const;
  return {
    update_id: updateId,
    my_chat_member: {
      from: { id: userId, is_bot: false, first_name: 'John' },
      chat: { id: userId, first_name: 'John', type: 'private' },
      date,
      old_chat_member: change === 'stop' ? free : blocked,
      new_chat_member: change === 'stop' ? blocked : free,
    },
  };
}
