import { type Argon2Parameters, argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

/** Argon2id as OWASP's cheat sheet has it for servers of little memory: 19 MiB, two passes, one lane. */
const cost = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 } as const;

const derive: (algorithm: 'argon2id', parameters: Argon2Parameters) => Promise<Buffer> = promisify(argon2);

export const passwordCharsMin = 10;
export const passwordCharsMax = 256;

/** As a PHC string, so that a later change of the cost leaves old passwords readable. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16);
  const tag = await oneOfFew(() => derive('argon2id', { ...cost, message: bytesOf(password), nonce }));
  const { memory, passes, parallelism } = cost;
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${base64(nonce)}$${base64(tag)}`;
}

/** False for another password, and for a hash that nobody can read. */
export async function isPassword(password: string, hash: string): Promise<boolean> {
  const found = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/.exec(hash);
  if (found === null) return false;
  const [, memory, passes, parallelism, nonce = '', tag = ''] = found;
  const known = Buffer.from(tag, 'base64');
  const derived = await oneOfFew(() =>
    derive('argon2id', {
      message: bytesOf(password),
      nonce: Buffer.from(nonce, 'base64'),
      memory: Number(memory),
      passes: Number(passes),
      parallelism: Number(parallelism),
      tagLength: known.length,
    }),
  );
  return timingSafeEqual(derived, known);
}

/** Composed characters, so that a password typed on another keyboard is the same one. */
function bytesOf(password: string): Buffer {
  return Buffer.from(password.normalize('NFKC'), 'utf8');
}

function base64(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}

const atOnceMax = 2;
let running = 0;
const waiting: Array<() => void> = [];

/** Each derivation takes 19 MiB and a thread: a crowd at the door must not take those that deliveries and reports need. */
async function oneOfFew<T>(work: () => Promise<T>): Promise<T> {
  if (running >= atOnceMax) await new Promise<void>((resolve) => waiting.push(resolve));
  else running += 1;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  }
}
