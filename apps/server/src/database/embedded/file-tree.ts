import { chmod, lchown, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Gives a directory and all below it to a user. The directory itself comes last: while it still has its old owner, a
 * run that was cut off is seen to be unfinished.
 */
export async function chownTree(directory: string, uid: number, gid: number): Promise<void> {
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    await (entry.isDirectory() ? chownTree(path, uid, gid) : lchown(path, uid, gid));
  }
  await lchown(directory, uid, gid);
}

/** Lets everybody read a directory and all below it, and run its programs. */
export async function makeTreeReadable(directory: string): Promise<void> {
  await chmod(directory, 0o755);
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) await makeTreeReadable(path);
    else if (entry.isFile()) await chmod(path, ((await stat(path)).mode & 0o100) === 0 ? 0o644 : 0o755);
  }
}
