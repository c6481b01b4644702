import { createHash } from 'node:crypto';
import { cp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Binaries } from './binaries.ts';
import { makeTreeReadable } from './file-tree.ts';
import { makeStaging, publish } from './staging.ts';

/**
 * Copies PostgreSQL's programs into the data directory, for a user who cannot reach the place where they are installed
 * (a project below /root). Once: the copy's name says what it is a copy of, and older copies are removed.
 *
 * @returns the copy's directory of programs; `undefined` where the programs cannot be moved, because their parts lie
 *   spread over the system as in a distribution's package
 */
export async function copyBinaries(binaries: Binaries, directory: string): Promise<string | undefined> {
  const root = dirname(binaries.bin);
  if (!(await isSelfContained(root))) return undefined;
  const content = createHash('sha256').update(await readFile(join(binaries.bin, 'postgres')));
  const name = `binaries-${binaries.version}-${content.digest('hex').slice(0, 12)}`;
  const names = await readdir(directory);
  for (const old of names.filter((each) => each.startsWith('binaries-') && each !== name)) {
    await rm(join(directory, old), { recursive: true, force: true });
  }
  if (!names.includes(name)) await copyTo(root, join(directory, name));
  return join(directory, name, 'bin');
}

async function copyTo(root: string, target: string): Promise<void> {
  const staging = await makeStaging(dirname(target));
  try {
    for (const part of ['bin', 'lib', 'share']) {
      // Links as they are: they are relative and lead to files that are copied too.
      await cp(join(root, part), join(staging, part), { recursive: true, verbatimSymlinks: true });
    }
    await makeTreeReadable(staging);
    await publish(staging, target);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

async function isSelfContained(root: string): Promise<boolean> {
  try {
    return (await stat(join(root, 'share', 'postgresql', 'postgres.bki'))).isFile();
  } catch {
    return false;
  }
}
