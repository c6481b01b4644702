import { createHash, randomBytes } from 'node:crypto';

/** Something only its holder knows: the server keeps the hash. The prefix tells a person, and a scanner of leaks, what was found. */
export interface SecretToken {
  readonly token: string;
  readonly hash: Buffer;
}

export type TokenPrefix = 'ots' | 'ott' | 'oti' | 'otf';

export function newToken(prefix: TokenPrefix): SecretToken {
  const token = `${prefix}_${randomBytes(24).toString('base64url')}`;
  return { token, hash: hashToken(token) };
}

/** 192 random bits need no slow hash. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
