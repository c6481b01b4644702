import { randomBytes } from 'node:crypto';
import { link, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from './embedded-postgres-error.ts';

/** What PostgreSQL's main process says of itself in `postmaster.pid` (source: miscadmin.h, LOCK_FILE_LINE_*). */
export interface PostmasterPidFile {
  /** `undefined` where the file is being written, or never was to its end. */
  readonly pid: number | undefined;
  /** It takes connections; a crash recovery, if there was one, is over. */
  readonly ready: boolean;
  readonly text: string;
}

/** `undefined` where there is none. */
export async function readPostmasterPidFile(cluster: string): Promise<PostmasterPidFile | undefined> {
  try {
    return parsePostmasterPidFile(await readFile(pathIn(cluster), 'utf8'));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

export function parsePostmasterPidFile(text: string): PostmasterPidFile {
  const lines = text.split('\n');
  const pid = /^[1-9]\d*$/.test(lines[0] ?? '') ? Number(lines[0]) : undefined;
  return { pid, ready: lines[7]?.trim() === 'ready', text };
}

/** Removes the file, unless it is another one by now: two servers may find the same old file at once. */
export async function removePostmasterPidFile(cluster: string, found: PostmasterPidFile): Promise<void> {
  const aside = join(cluster, `postmaster.pid.${randomBytes(4).toString('hex')}`);
  try {
    await rename(pathIn(cluster), aside);
    // Unlike rename, link never replaces.
    if ((await readFile(aside, 'utf8')) !== found.text) await link(aside, pathIn(cluster));
  } catch {
    // Gone or replaced: whoever did that has taken over.
  } finally {
    await rm(aside, { force: true });
  }
}

function pathIn(cluster: string): string {
  return join(cluster, 'postmaster.pid');
}
