import type { Say } from '../../text/language.tsx';
import type { Text } from '../../text/text.ts';
import { destinationTypes } from '../../texts/destination-types.ts';

/** The name of a type of destination; one that is newer than this page stays as the server calls it. */
export function nameOfType(say: Say, type: string): string {
  const names: Readonly<Record<string, Text>> = destinationTypes;
  const name = names[type];
  return name === undefined ? type : say(name);
}
