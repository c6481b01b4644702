import { freeText } from '@otkuda/contract';
import type { Profile } from '../domain/signal.ts';
import { readStartValue } from '../domain/start-code.ts';
import { asIntegerText, type JsonObject } from './json-value.ts';
import { asStartValue } from './start-command.ts';

const names = freeText(256);
const userNames = freeText(64);
const anyText = freeText(512);

/** An id that Telegram can have given: a positive integer, as a number or as text. */
export function readTelegramId(value: unknown): string | undefined {
  const id = asIntegerText(typeof value === 'string' ? value.trim() : value);
  return id === undefined || Number(id) <= 0 ? undefined : id;
}

export interface GivenNames {
  readonly firstName?: unknown;
  readonly lastName?: unknown;
  /** Taken for the first name where that is missing. */
  readonly fullName?: unknown;
  readonly username?: unknown;
}

/** What a constructor leaves out, or sends empty, says nothing: it must not wipe what is known. */
export function givenProfile({ firstName, lastName, fullName, username }: GivenNames): Profile {
  const user = textOf(username, userNames)?.trim().replace(/^@/, '');
  return {
    ...said('firstName', textOf(firstName, names) ?? textOf(fullName, names)),
    ...said('lastName', textOf(lastName, names)),
    ...said('username', user),
  };
}

function said<Name extends string>(name: Name, value: string | undefined): { readonly [N in Name]?: string } {
  return value === undefined || value === '' ? {} : ({ [name]: value } as { readonly [N in Name]?: string });
}

/**
 * The start parameter in a body whose field for it is not known: a code of ours wins wherever it stands, first among the named
 * fields; without one the first of the fields that hold nothing but a start parameter.
 */
export function findStartValue(
  places: readonly JsonObject[],
  startFields: readonly string[],
  otherFields: readonly string[] = [],
): string {
  const named = places.flatMap((place) => [...startFields, ...otherFields].map((field) => textOf(place[field])));
  const anywhere = places.flatMap((place) => Object.values(place).filter((value) => typeof value === 'string'));
  const code = [...named, ...anywhere].find((text) => text !== undefined && readStartValue(text).kind === 'code');
  const given = places.flatMap((place) => startFields.map((field) => textOf(place[field])));
  return asStartValue(code ?? given.find((text) => text !== undefined) ?? '');
}

/** Text or a number as text; undefined where there is nothing in it. */
function textOf(value: unknown, field = anyText): string | undefined {
  const text = typeof value === 'boolean' ? undefined : field.read(value, 0);
  return text?.trim() === '' ? undefined : text;
}
