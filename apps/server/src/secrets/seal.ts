import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

const version = 1;
const nonceBytes = 12;
const tagBytes = 16;

/** Encrypts what must not be read from a stolen database: settings of destinations, bot tokens, API keys (AES-256-GCM). */
export class Sealer {
  readonly #key: Buffer;

  /** Any text serves as the secret key; it is stretched to 256 bits by SHA-256, so it has to be random itself. */
  constructor(secretKey: string) {
    this.#key = createHash('sha256').update(secretKey).digest();
  }

  seal(text: string): Buffer {
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce);
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([Buffer.of(version), nonce, cipher.getAuthTag(), sealed]);
  }

  /** Throws where the key is another one or the bytes were changed. */
  open(sealed: Buffer): string {
    if (sealed[0] !== version) throw new Error('sealed by an unknown version');
    const nonce = sealed.subarray(1, 1 + nonceBytes);
    const tag = sealed.subarray(1 + nonceBytes, 1 + nonceBytes + tagBytes);
    const decipher = createDecipheriv('aes-256-gcm', this.#key, nonce);
    decipher.setAuthTag(tag);
    try {
      return decipher.update(sealed.subarray(1 + nonceBytes + tagBytes), undefined, 'utf8') + decipher.final('utf8');
    } catch (cause) {
      throw new Error('this was encrypted with another OTKUDA_SECRET_KEY', { cause });
    }
  }
}
