import { type MethodRow, maxStart, telegramStart } from './method-row.ts';

/** Updates of the messengers, forwarded as they came. */
export const rawUpdates: readonly MethodRow[] = [
  {
    names: ['on_telegram_webhook'],
    on: ['telegram'],
    fields: {},
    good: (user) => telegramStart(user),
    events: ['start'],
    repeated: { code: 200, events: ['start'] },
    wrong: [
      ['an empty variable', { tg_request: '#{tg_request}' }, 400],
      ['an empty body', '', 400],
      ['no update', { hello: 'world', and: 'more' }, 400],
      [
        'a start without its user',
        { update_id: 1, message: { date: 1, text: '/start', chat: { type: 'private' } } },
        422,
      ],
      ['an update of tomorrow', { update_id: 2, telepathy: { from: { id: 7 } } }, 200],
      ['a message that is no start', { update_id: 3, message: { text: 'hello' } }, 200],
    ],
  },
  {
    names: ['on_max_webhook'],
    on: ['max'],
    fields: {},
    good: maxStart,
    events: ['start'],
    repeated: { code: 200, events: ['start'] },
    wrong: [
      ['an empty variable', { tt_request: '#{tt_request}' }, 400],
      ['an empty body', '', 400],
      ['no update', { hello: 'world', and: 'more' }, 400],
      ['a start without its user', { update_type: 'bot_started', timestamp: 1 }, 422],
      ['an update of tomorrow', { update_type: 'telepathy', timestamp: 1 }, 200],
    ],
  },
  {
    names: ['sambot_on_tg_webhook'],
    on: ['telegram'],
    fields: {},
    takesUpdates: true,
    good: (user) => ({ webhook: telegramStart(user) }),
    full: (user) => ({ webhook: JSON.stringify(telegramStart(user)), beside: 'another value' }),
    minimal: (user) => telegramStart(user),
    events: ['start'],
    repeated: { code: 200, events: ['start'] },
    wrong: [
      ['an empty value', { webhook: '' }, 400],
      ['an unfilled value', { webhook: '{{webhook}}' }, 400],
      ['no update', { webhook: { hello: 'world' } }, 400],
    ],
  },
];
