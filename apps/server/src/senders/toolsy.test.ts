import { describe, expect, it } from 'vitest';
import { sentAtSeconds, startUpdate } from './telegram.samples.ts';
import { telegramUpdate } from './telegram.ts';
import { toolsy } from './toolsy.ts';
import { toolsyKindOf } from './toolsy-event.ts';

const nowMs = sentAtSeconds * 1000;
const context = { nowMs, project: { kind: 'bot', chatId: null } } as const;
const code = 'PJ0198f1c27a3b7c4d8e5f6a7b8c9d0e1f';
const user = { telegram_id: 987654321, username: 'johnDoe5672', first_name: 'John' };
const data = { user, amount: 990, currency: 'RUB', subscription_id: 1 };
const eventAt = (created_at: unknown) => ({ event: 'payment.created', created_at, data });

/** No public payload: this one is by analogy with comparable services. Source: reference/payloads.md §6. */
const payment = eventAt('2026-06-02T07:57:00Z');
const event = {
  ...{ kind: 'event', userId: '987654321', atMs: Date.parse(payment.created_at as string) },
  ...{
    type: 'toolsy_payment_created',
    result: 'success',
    amount: '990',
    labels: null,
    target: 'toolsy_payment_created',
  },
};
const dedupe = { key: expect.stringMatching(/^toolsy:[\w-]{43}$/), hours: 48, repeat: 'ok' };

it('a payment is an event with its goal and its sum', () => {
  expect(toolsy(payment, context)).toStrictEqual({ kind: 'signals', signals: [event], dedupe });
});

it('a refund is negative revenue', () => {
  const type = 'toolsy_refund_created';
  expect(toolsy({ ...payment, event: 'refund_created' }, context)).toStrictEqual({
    kind: 'signals',
    signals: [{ ...event, type, target: type, amount: '-990', refund: true }],
    dedupe,
  });
});

it.each(['subscription.activated', 'subscription.renewed'])('%s carries no money, which its payment does', (name) => {
  const type = `toolsy_${name.replace('.', '_')}`;
  expect(toolsy({ ...payment, event: name }, context)).toMatchObject({
    signals: [{ type, target: type, amount: null }],
  });
});

it('a start is one, with its code', () => {
  expect(toolsy({ event: 'bot.start', data: { user, ref: code } }, context)).toStrictEqual({
    kind: 'signals',
    signals: [
      {
        kind: 'started',
        userId: '987654321',
        atMs: nowMs,
        profile: { firstName: 'John', username: 'johnDoe5672' },
        startValue: code,
        folds: true,
      },
    ],
    dedupe: null,
  });
});

it.each([
  ['start', 'start'],
  ['BotStarted', 'start'],
  ['subscription_activated', 'subscription_activated'],
  ['new-subscription', 'subscription_activated'],
  ['subscription started', 'subscription_activated'],
  ['subscription.renewed', 'subscription_renewed'],
  ['SubscriptionProlonged', 'subscription_renewed'],
  ['subscription.updated', 'subscription_renewed'],
  ['payment_created', 'payment_created'],
  ['order.paid', 'payment_created'],
  ['refund.created', 'refund_created'],
  ['payment_refund_created', 'refund_created'],
  ['subscription_refund_created', 'refund_created'],
  ['subscription_cancelled', undefined],
  ['subscription_deactivated', undefined],
  ['payment_failed', undefined],
  ['refund_failed', undefined],
  ['order_unpaid', undefined],
  ['message', undefined],
  ['подписка', undefined],
  ['', undefined],
])('the name %j means %s', (name, kind) => {
  expect(toolsyKindOf(name)).toBe(kind);
});

it.each([['event', 'event_type', 'type', 'action', 'name', 'method']])(
  'the name of the event is the first of %s …',
  (...fields) => {
    for (const field of fields) {
      const body = { [field]: 'payment created', telegram_id: 5 };
      expect(toolsy(body, context)).toMatchObject({ signals: [{ type: 'toolsy_payment_created', userId: '5' }] });
    }
    const started = toolsy({ name: 'start', telegram_id: 5 }, context);
    expect(started).toMatchObject({ signals: [{ kind: 'started', profile: {} }] });
  },
);

it.each([
  [{ toolsy_payment_created: 'buy' }, 'payment.created', 'toolsy_payment_created', 'buy'],
  [{ payment_created: 'buy' }, 'payment.created', 'toolsy_payment_created', 'buy'],
  [{ 'payment.created': 'a', payment_created: 'b' }, 'payment.created', 'toolsy_payment_created', 'a'],
  [{ 'webinar.visited': 'visit' }, 'webinar.visited', 'webinar.visited', 'visit'],
])('with the goals %j of the project %s is %s, %s', (toolsyGoals, name, type, target) => {
  const project = { ...context.project, toolsyGoals };
  expect(toolsy({ ...payment, event: name }, { ...context, project })).toMatchObject({ signals: [{ type, target }] });
});

it.each([
  [{ amount: '-12.50' }, '12.5'],
  [{ sum: '1e3' }, null],
  [{ payment: { amount: { value: '100.00', currency: 'RUB' } } }, '100'],
  [{ price: 'much', total: 7 }, '7'],
  [{}, null],
])('the sum of %j is %s', (fields, amount) => {
  expect(toolsy({ event: 'payment.created', user, ...fields }, context)).toMatchObject({ signals: [{ amount }] });
});

it.each([
  [sentAtSeconds - 9, nowMs - 9000],
  [nowMs - 9, nowMs - 9],
  ['2026-06-02T10:57:00+03:00', nowMs - 58_000],
  ['2026-06-02 10:57:00', nowMs],
  ['2016-06-02T10:57:00Z', nowMs],
  [{}, nowMs],
])('the date %j', (date, atMs) => {
  expect(toolsy(eventAt(date), context)).toMatchObject({ signals: [{ atMs }] });
});

describe('a repeat', () => {
  const keyOf = (payload: unknown) => {
    const reading = toolsy(payload, context);
    return reading.kind === 'signals' ? (reading.dedupe?.key ?? null) : 'no signal';
  };
  it('is known by the whole body where it has a date or an id', () => {
    expect(keyOf(structuredClone(payment))).toBe(keyOf(payment));
    expect(keyOf({ ...payment, data: { ...data, amount: 991 } })).not.toBe(keyOf(payment));
    expect(keyOf({ event: 'payment.created', user, payment: { payment_id: 7 } })).toMatch(/^toolsy:/);
  });
  it('may be a second payment where there is neither', () => {
    expect(keyOf({ event: 'payment.created', user, amount: 5 })).toBeNull();
  });
});

it.each([[{}], [{ event: 'webinar.visited', data }], [{ event: 5, user }], [{ event: '__proto__' }]])(
  'ignored is %j',
  (payload) => {
    expect(toolsy(payload, context)).toMatchObject({ kind: 'ignored', reason: 'unknown_event' });
  },
);

it('without a user it is refused, naming the fields', () => {
  const reading = toolsy({ event: 'start', user: { telegram_id: 0 } }, context);
  expect(reading).toMatchObject({ kind: 'refused', error: 'unprocessable' });
  expect(reading).toHaveProperty('details', expect.stringContaining('telegram_id, tg_id'));
});

it.each([undefined, null, [], 5, 'x'])('%j is a bad request', (payload) => {
  expect(toolsy(payload, context)).toMatchObject({ kind: 'refused', error: 'badRequest' });
});

it('a raw update is recognised', () => {
  const update = startUpdate('/start');
  expect(toolsy(update, context)).toStrictEqual(telegramUpdate(update, context));
});
