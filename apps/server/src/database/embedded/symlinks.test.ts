import { execFile } from 'node:child_process';
import { mkdir, readFile, readlink, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { probeAccount } from './probe-account.ts';
import { hydrateSymlinks } from './symlinks.ts';
import { IS_ROOT, scratchDirectory } from './testing/scratch.ts';

/** A package as npm unpacks it: a library, a list of links to it, no links. */
async function unpackedPackage(): Promise<string> {
  const directory = await scratchDirectory();
  await mkdir(join(directory, 'native', 'lib'), { recursive: true });
  await writeFile(join(directory, 'native', 'lib', 'libpq.so.5.18'), 'library');
  const links = ['libpq.so', 'libpq.so.5'].map((name) => ({
    source: 'native/lib/libpq.so.5.18',
    target: `native/lib/${name}`,
  }));
  await writeFile(join(directory, 'native', 'pg-symlinks.json'), JSON.stringify(links));
  return directory;
}

it('makes the links of the list, relative', async () => {
  const directory = await unpackedPackage();

  await hydrateSymlinks(directory);

  expect(await readlink(join(directory, 'native', 'lib', 'libpq.so'))).toBe('libpq.so.5.18');
  expect(await readFile(join(directory, 'native', 'lib', 'libpq.so.5'), 'utf8')).toBe('library');
});

it('may run many times at once', async () => {
  const directory = await unpackedPackage();

  await Promise.all(Array.from({ length: 8 }, () => hydrateSymlinks(directory)));
  await hydrateSymlinks(directory);

  expect(await readlink(join(directory, 'native', 'lib', 'libpq.so.5'))).toBe('libpq.so.5.18');
});

it('leaves a library alone that stands where the link would', async () => {
  const directory = await unpackedPackage();
  await writeFile(join(directory, 'native', 'lib', 'libpq.so'), 'a copy');

  await hydrateSymlinks(directory);

  expect(await readFile(join(directory, 'native', 'lib', 'libpq.so'), 'utf8')).toBe('a copy');
});

it('replaces a link that leads nowhere', async () => {
  const directory = await unpackedPackage();
  await symlink('/nowhere/libpq.so.5.18', join(directory, 'native', 'lib', 'libpq.so'));

  await hydrateSymlinks(directory);

  expect(await readlink(join(directory, 'native', 'lib', 'libpq.so'))).toBe('libpq.so.5.18');
});

it('asks for nothing where the package has no list', async () => {
  await expect(hydrateSymlinks(await scratchDirectory())).resolves.toBeUndefined();
});

const nobody = { uid: 65_534, gid: 65_534 };
const reachable = await probeAccount(
  { kind: 'uid', ...nobody },
  { directory: import.meta.dirname, program: process.execPath, named: false },
);

// Root writes everywhere, so the read-only package is met by an ordinary user.
if (IS_ROOT && reachable.kind === 'works') {
  it('says what to do where the package may not be written and a link is missing', async () => {
    const directory = await unpackedPackage();
    const script = `
      const { hydrateSymlinks } = await import(${JSON.stringify(join(import.meta.dirname, 'symlinks.ts'))});
      await hydrateSymlinks(${JSON.stringify(directory)}).catch((error) => process.stdout.write(error.code + ' ' + error.message));`;
    const run = () =>
      promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { cwd: '/', ...nobody });

    const { stdout } = await run();
    expect(stdout).toMatch(/^no_binaries The link .*libpq\.so is missing .*hydrate-symlinks\.js.*DATABASE_URL/);
    await hydrateSymlinks(directory);
    expect((await run()).stdout).toBe('');
  });
}
