import { storable } from '@otkuda/contract';

const textCharsMax = 4096;

/**
 * Text as it may be stored and shown: secrets masked wherever they stand, also as in an address or in JSON, and before it is cut, so
 * that no half of one is left; at most 4 KB.
 */
export function redact(text: string, secrets: readonly string[]): string {
  return storable(mask(text, secrets), textCharsMax);
}

/** The longest first, since one may contain another. */
export function mask(text: string, secrets: readonly string[]): string {
  return secrets
    .toSorted((a, b) => b.length - a.length)
    .flatMap(spellings)
    .reduce((shown, secret) => shown.replaceAll(secret, '***'), text);
}

function spellings(secret: string): string[] {
  return [...new Set([secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)])];
}

// Anything shorter is no secret, and masking it would make the text unreadable.
const secretCharsMin = 4;

/** The values of these settings, and each value of those that are objects. */
export function secretsOf(settings: unknown, names: readonly string[]): readonly string[] {
  if (typeof settings !== 'object' || settings === null) return [];
  return names
    .flatMap((name) => textsIn(Reflect.get(settings, name)))
    .filter((secret) => secret.length >= secretCharsMin);
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
