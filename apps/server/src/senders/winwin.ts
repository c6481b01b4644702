import { findStartValue } from './constructor-person.ts';
import { findPerson } from './constructor-places.ts';
import { findTelegramUpdate } from './find-update.ts';
import { isObject } from './json-value.ts';
import type { Sender } from './sender.ts';
import { telegramUpdate } from './telegram.ts';

/** Fields that hold the parameter of the start and nothing else; which one it is, WinWin does not publish. */
const startFields = ['start', 'start_value', 'start_param', 'start_payload', 'ref', 'refid', 'REFID'] as const;

/**
 * A new subscriber of a bot made with WinWin: the person flat or within `user`, `subscriber`, `client` and the like. Its interface
 * tries the address out when it is saved, so what has no person in it is ignored, not refused. Provisional: no payload is published.
 * Source: reference/payloads.md §4.
 */
export const winWin: Sender = (payload, context) => {
  const update = findTelegramUpdate(payload);
  if (update !== undefined) return telegramUpdate(update, context);
  const person = isObject(payload) ? findPerson(payload) : undefined;
  if (person === undefined) return { kind: 'ignored', reason: 'no_user', userId: null };
  const { userId, profile, places } = person;
  const startValue = findStartValue(places, startFields);
  const start = { kind: 'started', userId, atMs: context.nowMs, profile, startValue, folds: true } as const;
  return { kind: 'signals', signals: [start], dedupe: null };
};
