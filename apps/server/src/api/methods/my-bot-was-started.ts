import { freeText, optional } from '@otkuda/contract';
import { writingMethod } from '../method.ts';

/** A start told by a constructor that knows its parameter at most, and not whose it is. Source: published API, my_bot_was_started. */
export const myBotWasStarted = writingMethod({
  names: ['my_bot_was_started'],
  platforms: ['telegram'],
  summary: {
    en: 'Somebody started the bot, and the sender does not know who.',
    ru: 'Человек запустил бота, и отправитель не знает кто.',
  },
  body: { start_value: optional(freeText(512)) },
  takesUpdates: true,
  signals: (body, { nowMs }) => [
    { kind: 'anonymous_start', userId: null, atMs: nowMs, startValue: (body.start_value ?? '').trim() },
  ],
});
