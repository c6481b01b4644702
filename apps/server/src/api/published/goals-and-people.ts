import { expect } from 'vitest';
import { type MethodRow, nowSeconds, started } from './method-row.ts';

/** Deep goals, and what is known of people. */
export const goalsAndPeople: readonly MethodRow[] = [
  {
    names: ['send_reach_goal'],
    on: ['telegram', 'max'],
    fields: { user_id: 'id', target: 'goal' },
    before: started,
    good: (user) => ({ user_id: String(user), target: 'userDidSharePhone' }),
    events: ['start', 'goal'],
    repeated: { code: 200, events: ['start', 'goal', 'goal'] },
    wrong: [['somebody never seen', { user_id: '404404404', target: 'lead' }, 405]],
    data: () => ({ sent: false, reason: 'organic' }),
  },
  {
    names: ['add_event'],
    on: ['telegram', 'max'],
    fields: {
      user_id: 'id',
      event_type: 'goal',
      event_result: 'result?',
      date: 'date?',
      conversion_target: 'goal?',
      amount: 'money?',
      labels: 'labels?',
    },
    good: (user) => ({ user_id: String(user), event_type: 'sale' }),
    full: (user) => ({
      user_id: String(user),
      event_type: 'sale',
      event_result: 'success',
      date: nowSeconds - 60,
      conversion_target: 'lead',
      amount: 1500.0,
      labels: [
        { name: 'manager', value: 'Jane Doe' },
        { name: 'product', value: 'Smartphone' },
      ],
    }),
    events: ['sale'],
    repeated: { code: 200, events: ['sale', 'sale'] },
  },
  {
    names: ['get_user_info'],
    on: ['telegram', 'max'],
    fields: { user_id: 'id' },
    before: started,
    good: (user) => ({ user_id: String(user) }),
    events: ['start'],
    repeated: { code: 200, events: ['start'] },
    wrong: [['somebody never seen', { user_id: '404404404' }, 405]],
    data: (user) => ({
      user_id: String(user),
      first_join_date: expect.any(Number),
      last_join_date: expect.any(Number),
      invite_link: '',
      left_date: 0,
      first_name: 'Anna',
      last_name: '',
      username: '',
    }),
  },
];
