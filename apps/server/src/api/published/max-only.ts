import { expect } from 'vitest';
import { type MethodRow, started } from './method-row.ts';

/** What MAX has and Telegram has not. */
export const maxOnly: readonly MethodRow[] = [
  {
    names: ['get_user_last_transition'],
    on: ['max'],
    fields: { user_id: 'id' },
    before: started,
    good: (user) => ({ user_id: String(user) }),
    events: ['start'],
    repeated: { code: 200, events: ['start'] },
    wrong: [['somebody never seen', { user_id: '404404404' }, 405, 'No transition found in the last 7 days']],
    data: () => ({
      transition_date: expect.any(Number),
      subscribed_by_transition: 'yes',
      status: 'member',
      source: '',
      source_type: 'organic',
      click_id: '',
    }),
  },
  {
    names: ['get_token_info'],
    on: ['max'],
    fields: {},
    good: () => ({}),
    events: [],
    repeated: { code: 200, events: [] },
    wrong: [['an empty body', '', 200]],
    data: () => ({
      token_date: expect.any(Number),
      is_valid: true,
      chat_id: 0,
      chat_title: 'Test',
      url: expect.any(String),
    }),
  },
  {
    // Its errors have words of their own, so its field is not tried like those of the others.
    names: ['set_default_chat_link'],
    on: ['max'],
    fields: {},
    good: () => ({ url: 'https://max.ru/my_chat' }),
    events: [],
    repeated: { code: 200, events: [] },
    wrong: [
      ['no url', {}, 400, 'url must be specified'],
      ['null', { url: null }, 400, 'url must be specified'],
      ['an object', { url: {} }, 422, 'invalid chat link, url must be a valid max link'],
      ['another site', { url: 'https://t.me/my_chat' }, 422, 'invalid chat link, url must be a valid max link'],
      ['the site alone', { url: 'https://max.ru' }, 422, 'chat username not found in link'],
    ],
  },
];
