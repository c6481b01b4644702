import { type FileHandle, open, rename, stat } from 'node:fs/promises';
import type { Account } from './account.ts';

const SIZE_MAX_BYTES = 10 * 1024 * 1024;
const TAIL_BYTES = 16 * 1024;
const REASON_LINES = 6;

export interface ServerLog {
  readonly handle: FileHandle;
  /** Where this run's part begins. */
  readonly startBytes: number;
}

/** Opens PostgreSQL's log for appending; one that has grown too long becomes `postgres.previous.log` first. */
export async function openServerLog(path: string, account: Account): Promise<ServerLog> {
  if ((await sizeOf(path)) > SIZE_MAX_BYTES) await rename(path, path.replace(/\.log$/, '.previous.log'));
  const handle = await open(path, 'a', 0o600);
  if (account.kind === 'uid') await handle.chown(account.uid, account.gid);
  return { handle, startBytes: await sizeOf(path) };
}

/** What PostgreSQL has said since, at most the last 16 KB. */
export async function readServerLog(path: string, startBytes: number): Promise<string> {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    const from = Math.max(startBytes, size - TAIL_BYTES);
    const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(TAIL_BYTES), position: from });
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}

export type Refusal =
  | { readonly kind: 'port_taken' | 'occupied' | 'memory_in_use' }
  /** PostgreSQL cannot read what is in the cluster; `failed`: it may be all right another time. */
  | { readonly kind: 'damaged' | 'failed'; readonly reason: string };

const KNOWN = [
  ['port_taken', /Address already in use/],
  ['occupied', /lock file "postmaster\.pid" (?:already exists|is empty)/],
  ['memory_in_use', /pre-existing shared memory block/],
] as const;

/** A panic, the SQLSTATEs of corrupted data and indexes, and what is said of a control file of another make. */
const DAMAGED = /PANIC:|\] XX00[12] |FATAL:.*control file|database files are incompatible|could not find the database/;

/** Without room it panics, too, and is whole as soon as there is some again. */
const PASSING = /\] 53\d{3} |No space left on device/;

/** Why PostgreSQL ended before it was ready, from what it said. */
export function explainRefusal(text: string): Refusal {
  const known = KNOWN.find(([, pattern]) => pattern.test(text));
  if (known !== undefined) return { kind: known[0] };
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const reason = lines.slice(-REASON_LINES).join('\n') || 'it said nothing';
  return { kind: DAMAGED.test(text) && !PASSING.test(text) ? 'damaged' : 'failed', reason };
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch {
    return 0;
  }
}
