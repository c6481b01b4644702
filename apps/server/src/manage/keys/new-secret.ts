import { randomBytes } from 'node:crypto';
import { hashKey } from '../../directory/directory.ts';

/** A key as it is made: the whole of it is stored sealed, and known by its hash. */
export interface NewSecret {
  readonly secret: string;
  readonly hash: Buffer;
  /** Its end, by which people tell their keys apart. */
  readonly hint: string;
}

/** The prefix says what the key opens: `otk` the compatible API, `otr` the CSV reports. */
export function newSecret(prefix: 'otk' | 'otr'): NewSecret {
  const secret = `${prefix}_${randomBytes(24).toString('base64url')}`;
  return { secret, hash: hashKey(secret), hint: secret.slice(-4) };
}
