import { optional, required, unixDate, userId } from '@otkuda/contract';
import { writingMethod } from '../method.ts';

/** Somebody blocked the bot. Published for Telegram only, but clients send it for MAX too. Source: published API, my_bot_was_stopped. */
export const myBotWasStopped = writingMethod({
  names: ['my_bot_was_stopped'],
  platforms: ['telegram', 'max'],
  summary: { en: 'Somebody blocked the bot.', ru: 'Человек заблокировал бота.' },
  body: { user_id: required(userId), date: optional(unixDate) },
  takesUpdates: true,
  signals: (body, { nowMs }) => [{ kind: 'stopped', userId: body.user_id, atMs: body.date ?? nowMs, profile: {} }],
});
