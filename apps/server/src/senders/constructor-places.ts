import type { Profile } from '../domain/signal.ts';
import { givenProfile, readTelegramId } from './constructor-person.ts';
import { isObject, type JsonObject } from './json-value.ts';

export interface FoundPerson {
  readonly userId: string;
  readonly profile: Profile;
  /** The objects of the body that may speak of the person, the one with the id first. */
  readonly places: readonly JsonObject[];
}

/** What people are called by those who send them; `data` and `payload` wrap a whole body. */
const personNames = ['user', 'telegram_user', 'subscriber', 'client', 'customer', 'contact', 'from'] as const;
const wrapperNames = ['data', 'payload', 'object'] as const;

/** Names that nobody gives to anything but Telegram's id, then such as stand for it where it is not there by name. */
export const telegramIdFields = ['telegram_id', 'tg_id', 'tg_user_id', 'telegram_user_id'] as const;
export const otherIdFields = ['user_id', 'chat_id', 'messenger_id'] as const;

/**
 * Finds the person in a body of unknown form. A name that can only be Telegram's counts before the others, wherever it stands; `id`
 * counts last, and in an object that is a person before it does in the body, where it may be the event's.
 * Source: reference/payloads.md §4.
 */
export function findPerson(body: JsonObject): FoundPerson | undefined {
  const wrapped = [body, ...childrenOf(body, wrapperNames)];
  const persons = wrapped.flatMap((place) => childrenOf(place, personNames));
  const places = [...wrapped, ...persons];
  const found =
    findId([...places, ...Object.values(body).filter(isObject)], telegramIdFields) ??
    findId(places, otherIdFields) ??
    findId([...persons, ...wrapped.slice(1), body], ['id']);
  if (found === undefined) return undefined;
  const { id, holder } = found;
  const named = persons.includes(holder) ? holder : (persons[0] ?? holder);
  return { userId: id, profile: profileOf(named), places: [holder, ...places.filter((place) => place !== holder)] };
}

function findId(places: readonly JsonObject[], fields: readonly string[]) {
  for (const field of fields) {
    for (const holder of places) {
      const id = readTelegramId(holder[field]);
      if (id !== undefined) return { id, holder };
    }
  }
  return undefined;
}

function childrenOf(place: JsonObject, names: readonly string[]): readonly JsonObject[] {
  return names.map((name) => place[name]).filter(isObject);
}

function profileOf(place: JsonObject): Profile {
  return givenProfile({
    firstName: place.first_name,
    lastName: place.last_name,
    fullName: place.full_name ?? place.name,
    username: place.username ?? place.telegram_username,
  });
}
