import { freeText, optional, required, userId } from '@otkuda/contract';
import { givenProfile } from '../../senders/constructor-person.ts';
import { writingMethod } from '../method.ts';

/**
 * A start, told by a sender that knows who the person is but has no raw update. The published name is `user_id_start_bot`; every
 * client found calls `user_did_start_bot`. Source: published API, user_id_start_bot.
 */
export const userDidStartBot = writingMethod({
  names: ['user_id_start_bot', 'user_did_start_bot', 'user_id_subscribe', 'user_did_subscribe'],
  platforms: ['telegram', 'max'],
  summary: {
    en: 'Somebody started the bot, with their name and the start parameter where they are known.',
    ru: 'Человек запустил бота; имя и параметр старта, если они известны.',
  },
  body: {
    user_id: required(userId),
    first_name: optional(freeText(256)),
    last_name: optional(freeText(256)),
    username: optional(freeText(64)),
    full_name: optional(freeText(512)),
    start_value: optional(freeText(512)),
  },
  takesUpdates: true,
  signals: (body, { nowMs }) => [
    {
      kind: 'started',
      userId: body.user_id,
      atMs: nowMs,
      startValue: (body.start_value ?? '').trim(),
      folds: true,
      profile: givenProfile({
        firstName: body.first_name,
        lastName: body.last_name,
        fullName: body.full_name,
        username: body.username,
      }),
    },
  ],
});
