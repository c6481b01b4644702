import { userId } from '@otkuda/contract';
import { findStartValue, givenProfile, readTelegramId } from './constructor-person.ts';
import { findTelegramUpdate } from './find-update.ts';
import { asObject, isPresent, type JsonObject } from './json-value.ts';
import type { Refused, Sender } from './sender.ts';
import { telegramUpdate } from './telegram.ts';
import { expected, unprocessable } from './telegram-user.ts';

/** Telegram's id, under the name that BotHelp gives it first. */
const telegramIdFields = ['user_id', 'tg_user_id', 'telegram_user_id', 'messenger_user_id'] as const;
/** BotHelp's own ids count from one like Telegram's do: without the prefix they would be somebody else. */
const ownIdFields = ['bh_user_id', 'bothelp_user_id', 'cuid'] as const;
const startFields = ['ref', 'start', 'start_value'] as const;
const markFields = ['utm_source', 'utm_medium', 'utm_campaign', 'utm_content', 'utm_term'] as const;

/**
 * A start of a bot made with BotHelp: the flat profile of the subscriber, custom fields in any alphabet beside BotHelp's own, values
 * of any type. Provisional: neither the types nor the field of the start parameter are published, and the formats of its dates are
 * not known, so a start is now. Source: reference/payloads.md §3.
 */
export const bothelp: Sender = (payload, context) => {
  const update = findTelegramUpdate(payload);
  if (update !== undefined) return telegramUpdate(update, context);
  const body = asObject(payload);
  if (body === undefined) return { kind: 'refused', error: 'badRequest', details: noObject };
  const fields = { ...body, ...asObject(body.subscriber) };
  const id = findUserId(fields);
  if (id === undefined) return missingId(fields);
  const { first_name: firstName, last_name: lastName, name: fullName } = fields;
  const profile = givenProfile({ firstName, lastName, fullName, username: fields.messenger_username });
  const startValue = findStartValue([fields], startFields, markFields);
  const start = { kind: 'started', userId: id, atMs: context.nowMs, profile, startValue, folds: true } as const;
  return { kind: 'signals', signals: [start], dedupe: null };
};

const noObject = "a JSON object with the subscriber's fields was expected, as BotHelp sends them";

function findUserId(fields: JsonObject): string | undefined {
  for (const name of telegramIdFields) {
    const id = readTelegramId(fields[name]);
    if (id !== undefined) return id;
  }
  const own = ownIdFields.map((name) => userId.read(fields[name], 0)).find((id) => id !== undefined);
  return own === undefined ? undefined : userId.read(`bh:${own}`, 0);
}

function missingId(fields: JsonObject): Refused {
  const name = telegramIdFields.find((field) => isPresent(fields[field])) ?? 'user_id';
  const looked = [...telegramIdFields, ...ownIdFields].join(', ');
  return unprocessable(`${expected(name, "the user's id in Telegram", fields[name])}; looked at ${looked}`);
}
