import { explain, storable } from '@otkuda/contract';
import type { Profile } from '../domain/signal.ts';
import { asIntegerText, isObject, isPresent, type JsonObject } from './json-value.ts';
import type { Ignored, Refused } from './sender.ts';

const nameCharsMax = 256;

export interface Person {
  readonly kind: 'person';
  readonly userId: string;
  readonly profile: Profile;
}

/**
 * Reads a `User` of the Bot API that a signal needs. A bot is ignored, whatever else is wrong with it; a user that is missing or
 * has no usable id is refused, naming the field. Source: reference/payloads.md §1.2.
 *
 * @param path where the user stands in the update, such as `message.from`
 */
export function readPerson(user: unknown, path: string): Person | Ignored | Refused {
  if (!isObject(user)) return unprocessable(expected(path, 'a user of Telegram', user));
  if (user.is_bot === true) return { kind: 'ignored', reason: 'a_bot', userId: userIdOf(user) };
  const userId = userIdOf(user);
  if (userId === null) return unprocessable(expected(`${path}.id`, 'a positive integer', user.id));
  return { kind: 'person', userId, profile: profileOf(user) };
}

/** The id of a user where there is a usable one. */
export function userIdOf(user: unknown): string | null {
  const id = isObject(user) ? asIntegerText(user.id) : undefined;
  return id === undefined || Number(id) <= 0 ? null : id;
}

/**
 * A whole `User` object says of a name that is not there that the person has none. The language is different: Telegram leaves it
 * out where the client did not tell, so its absence must not wipe out what an earlier update said.
 */
function profileOf(user: JsonObject): Profile {
  const languageCode = nameOf(user.language_code);
  return {
    firstName: nameOf(user.first_name),
    lastName: nameOf(user.last_name),
    username: nameOf(user.username),
    ...(languageCode === null ? {} : { languageCode }),
    isPremium: user.is_premium === true,
  };
}

/** Any Unicode is somebody's name: it is made storable, never refused. */
export function nameOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? storable(value, nameCharsMax) : null;
}

/** Refuses a `from` that is missing, with advice for the usual cause: aiogram names the field `from_user` unless told otherwise. */
export function missingFrom(holder: JsonObject, path: string): Refused {
  if (!isPresent(holder.from_user)) return unprocessable(expected(`${path}.from`, 'a user of Telegram', holder.from));
  return unprocessable(
    `${path}.from is required (found from_user): send the update as Telegram sent it, ` +
      'with aiogram 3 update.model_dump_json(exclude_none=True, by_alias=True)',
  );
}

export function unprocessable(details: string): Refused {
  return { kind: 'refused', error: 'unprocessable', details };
}

/** Says what a field should hold, whether it is missing or holds something else. */
export function expected(path: string, what: string, value: unknown): string {
  return isPresent(value) ? explain(path, what, value) : `${path} is required: ${what} was expected`;
}
