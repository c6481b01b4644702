import { describe, expect, it } from 'vitest';
import { hashPassword, isPassword } from './password.ts';

describe('a stored password', () => {
  it('is recognised, and no other is', async () => {
    const hash = await hashPassword('correct horse battery');
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(await isPassword('correct horse battery', hash)).toBe(true);
    expect(await isPassword('correct horse batterx', hash)).toBe(false);
    expect(await isPassword('', hash)).toBe(false);
  });

  it('is salted: the same one is stored differently', async () => {
    expect(await hashPassword('correct horse battery')).not.toBe(await hashPassword('correct horse battery'));
  });

  it('is the same one where a keyboard composes its letters differently', async () => {
    expect(await isPassword('пароль с й'.normalize('NFD'), await hashPassword('пароль с й'))).toBe(true);
  });

  it('is verified by the cost it was stored with', async () => {
    // Argon2id of "password" with a cheaper cost, as made by the reference implementation (its test vectors: m=65536,t=2,p=1).
    const reference = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc';
    expect(await isPassword('password', reference)).toBe(true);
    expect(await isPassword('passwore', reference)).toBe(false);
  });

  it.each(['', 'plain', '$argon2i$v=19$m=1,t=1,p=1$aa$aa', '$2b$10$abc'])(
    'that cannot be read matches nothing: %s',
    async (hash) => {
      expect(await isPassword('plain', hash)).toBe(false);
    },
  );
});
