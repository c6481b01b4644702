import { lstat, readFile, realpath, rename, rm, symlink } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { codeOf, EmbeddedPostgresError, messageOf } from './embedded-postgres-error.ts';

interface Link {
  /** The existing file, relative to the package's directory. */
  readonly source: string;
  /** The link to it. */
  readonly target: string;
}

/**
 * Creates the links between libraries that an npm package cannot carry. The package's own install script would do it
 * (`scripts/hydrate-symlinks.js`), but install scripts are blocked; its list is `native/pg-symlinks.json`. May run any
 * number of times and in several processes at once.
 *
 * @throws EmbeddedPostgresError `no_binaries` where a link is missing and cannot be made
 */
export async function hydrateSymlinks(packageDirectory: string): Promise<void> {
  for (const link of await readLinks(packageDirectory)) await ensureLink(packageDirectory, link);
}

async function readLinks(packageDirectory: string): Promise<readonly Link[]> {
  const path = join(packageDirectory, 'native', 'pg-symlinks.json');
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    // Packages of systems without such links have no list.
    if (codeOf(error) === 'ENOENT') return [];
    throw new EmbeddedPostgresError('no_binaries', `Cannot read ${path}: ${messageOf(error)}`, { cause: error });
  }
  const links: unknown = JSON.parse(text);
  return Array.isArray(links) ? links.filter(isLink) : [];
}

function isLink(value: unknown): value is Link {
  if (typeof value !== 'object' || value === null || !('source' in value) || !('target' in value)) return false;
  return typeof value.source === 'string' && typeof value.target === 'string';
}

async function ensureLink(packageDirectory: string, link: Link): Promise<void> {
  const path = resolve(packageDirectory, link.target);
  const source = resolve(packageDirectory, link.source);
  // Relative, so that the links stay right when the directory is moved or copied.
  const content = relative(dirname(path), source);
  try {
    await symlink(content, path);
  } catch (error) {
    if (await leadsTo(path, source)) return;
    if (codeOf(error) === 'EEXIST') return replaceBrokenLink(path, content);
    throw new EmbeddedPostgresError(
      'no_binaries',
      `The link ${path} is missing and cannot be created (${messageOf(error)}). Its install script did not run and the ` +
        `directory is read-only: run "node scripts/hydrate-symlinks.js" in ${packageDirectory} as a user who may write ` +
        'there, for example while building the image, or set DATABASE_URL to use a PostgreSQL of your own.',
      { cause: error },
    );
  }
}

async function leadsTo(path: string, source: string): Promise<boolean> {
  try {
    return (await realpath(path)) === (await realpath(source)) || (await lstat(path)).isFile();
  } catch {
    return false;
  }
}

async function replaceBrokenLink(path: string, content: string): Promise<void> {
  // A rename replaces in one step: another process never sees the link missing.
  const fresh = join(dirname(path), `.${basename(path)}.${process.pid}`);
  await rm(fresh, { force: true });
  await symlink(content, fresh);
  await rename(fresh, path);
}
