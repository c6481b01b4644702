import { randomBytes } from 'node:crypto';
import { chmod, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { codeOf, messageOf } from './embedded-postgres-error.ts';
import type { Log } from './log.ts';
import { currentOwner, isAlive } from './owner.ts';

// Whatever must appear whole is built in `initialising-<pid>-<start time>-<random>` and renamed. The name tells which
// are dead: another server may be building its own at this moment.

const NAME = /^initialising-(\d+)-(.+)-[0-9a-f]+$/;

/** Everybody may pass through, because PostgreSQL may run as another user; what is inside has modes of its own. */
export const PASSABLE = 0o711;

export async function makeStaging(directory: string): Promise<string> {
  const owner = (await currentOwner()).replace(':', '-');
  const staging = join(directory, `initialising-${owner}-${randomBytes(4).toString('hex')}`);
  await mkdir(staging);
  // Not by mkdir's mode, from which the umask would take away.
  await chmod(staging, PASSABLE);
  return staging;
}

/** Gives the finished directory its name, durably. False where another server was quicker and the name is taken. */
export async function publish(staging: string, name: string): Promise<boolean> {
  await syncDirectory(staging);
  try {
    await rename(staging, name);
  } catch (error) {
    if (codeOf(error) === 'ENOTEMPTY' || codeOf(error) === 'EEXIST') return false;
    throw error;
  }
  await syncDirectory(dirname(name));
  return true;
}

/** Removes what starts that were cut off have left. */
export async function removeLeftStaging(directory: string, log: Log): Promise<void> {
  for (const name of await readdir(directory)) {
    const parts = NAME.exec(name);
    if (parts === null || (await isAlive(`${parts[1]}:${parts[2]}`))) continue;
    log('Removing what an interrupted first start has left', { path: join(directory, name) });
    try {
      await rm(join(directory, name), { recursive: true, force: true, maxRetries: 3 });
    } catch (error) {
      // An initdb that outlived its server may still be writing there. It disturbs nobody and goes at the next start.
      log('Could not remove it yet', { reason: messageOf(error) });
    }
  }
}

async function syncDirectory(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
