import { createHash } from 'node:crypto';
import {
  amount,
  eventResult,
  eventType,
  goalName,
  labels,
  optional,
  required,
  unixDate,
  userId,
} from '@otkuda/contract';
import { writingMethod } from '../method.ts';

/** An event of the subscriber's life: a step of the funnel, a sale, a cost. Source: published API, add_event. */
export const addEvent = writingMethod({
  names: ['add_event'],
  platforms: ['telegram', 'max'],
  summary: {
    en: 'Stores an event of the subscriber: a step of the funnel, a sale, a cost; optionally reports a goal with it.',
    ru: 'Записывает событие подписчика: шаг воронки, продажу, затраты; может передать цель в рекламную систему.',
  },
  body: {
    user_id: required(userId),
    event_type: required(eventType),
    event_result: optional(eventResult),
    date: optional(unixDate),
    conversion_target: optional(goalName),
    amount: optional(amount),
    labels: optional(labels),
  },
  signals: (body, { nowMs }) => [
    {
      kind: 'event',
      userId: body.user_id,
      atMs: body.date ?? nowMs,
      type: body.event_type,
      result: body.event_result ?? 'in_progress',
      amount: body.amount,
      labels: body.labels,
      target: body.conversion_target,
    },
  ],
  // Only an explicit date makes two events the same one: without it, a second sale a second later is a second sale.
  dedupe(body) {
    if (body.date === null) return null;
    const identity = [body.user_id, body.event_type, body.date, body.amount, body.labels ?? []];
    return { key: `event:${createHash('sha256').update(JSON.stringify(identity)).digest('base64url')}` };
  },
});
