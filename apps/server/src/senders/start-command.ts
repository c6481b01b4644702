import { storable } from '@otkuda/contract';

const startValueCharsMax = 512;

/**
 * The parameter of a `/start`, with or without `@bot`; '' where there is none, undefined where a text is no start. People type
 * anything behind it. Source: reference/payloads.md §1.8.
 */
export function readStartCommand(text: unknown): string | undefined {
  const start = typeof text === 'string' ? /^\/start(?:@[A-Za-z0-9_]{3,32})?(?:\s+([\s\S]*))?$/.exec(text) : null;
  return start === null ? undefined : asStartValue(start[1] ?? '');
}

/** A start parameter as it is kept. */
export function asStartValue(text: string): string {
  return storable(text.trim(), startValueCharsMax);
}
