import { type MethodRow, nowSeconds, started } from './method-row.ts';

/** Starts and stops, told by a sender that knows who the person is. */
export const startsAndStops: readonly MethodRow[] = [
  {
    names: ['user_id_start_bot', 'user_did_start_bot', 'user_id_subscribe', 'user_did_subscribe'],
    on: ['telegram', 'max'],
    takesUpdates: true,
    fields: {
      user_id: 'id',
      first_name: 'text?',
      last_name: 'text?',
      username: 'text?',
      full_name: 'text?',
      start_value: 'text?',
    },
    good: (user) => ({ user_id: String(user), first_name: 'John', start_value: 'TGTrack-PJ123456' }),
    minimal: (user) => ({ user_id: String(user) }),
    full: (user) => ({
      user_id: String(user),
      first_name: 'John',
      last_name: 'Doe',
      username: 'johnDoe5672',
      full_name: 'John Doe',
      start_value: 'TGTrack-PJ123456',
    }),
    events: ['start'],
    repeated: { code: 200, events: ['start'] },
  },
  {
    // Nobody's: what it means is counted for the source alone, which my-bot-was-started.test.ts holds.
    names: ['my_bot_was_started'],
    on: ['telegram'],
    takesUpdates: true,
    fields: { start_value: 'text?' },
    good: () => ({ start_value: 'PJaf5568712cd' }),
    minimal: () => ({}),
    full: () => ({ start_value: 'auto_detect' }),
    events: [],
    repeated: { code: 200, events: [] },
    wrong: [['an empty start value', { start_value: '' }, 200]],
  },
  {
    names: ['my_bot_was_stopped'],
    on: ['telegram', 'max'],
    takesUpdates: true,
    fields: { user_id: 'id', date: 'date?' },
    before: started,
    good: (user) => ({ user_id: String(user) }),
    full: (user) => ({ user_id: String(user), date: nowSeconds }),
    events: ['start', 'stop'],
    repeated: { code: 200, events: ['start', 'stop', 'stop'] },
  },
];
