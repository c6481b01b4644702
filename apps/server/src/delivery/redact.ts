import { storable } from '@otkuda/contract';

const textCharsMax = 4096;

/**
 * Text as it may be stored and shown: secrets masked wherever they stand, also as in an address, and before it is cut, so that no
 * half of one is left; at most 4 KB.
 */
export function redact(text: string, secrets: readonly string[]): string {
  const masked = secrets.reduce(
    (shown, secret) => shown.replaceAll(secret, '***').replaceAll(encodeURIComponent(secret), '***'),
    text,
  );
  return storable(masked, textCharsMax);
}
