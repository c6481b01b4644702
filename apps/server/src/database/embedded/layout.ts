import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf, EmbeddedPostgresError } from './embedded-postgres-error.ts';

/**
 * What stands where in DATA_DIR/postgres. `instance` appears by one rename, whole, so a first start that is cut off
 * leaves only an `initialising-…` directory, which the next start removes.
 */
export interface Layout {
  readonly directory: string;
  readonly instance: string;
  /** PostgreSQL's data directory. */
  readonly cluster: string;
  readonly password: string;
  /** Says that the instance is ours. */
  readonly marker: string;
  readonly log: string;
}

export const MARKER = 'otkuda-postgres 1\n';

const KNOWN_BEFORE_INSTANCE = /^(?:initialising-.*|binaries-.*|postgres(?:\.previous)?\.log|lost\+found)$/;

/** Paths below the directory; `instance` lets a staging directory take the instance's place. */
export function layoutOf(directory: string, instance: string = join(directory, 'instance')): Layout {
  return {
    directory,
    instance,
    cluster: join(instance, 'cluster'),
    password: join(instance, 'password'),
    marker: join(instance, 'OTKUDA'),
    log: join(directory, 'postgres.log'),
  };
}

/**
 * Whether the directory holds an instance of ours, without changing anything.
 *
 * @throws EmbeddedPostgresError `foreign` where it holds something else
 */
export async function hasInstance(layout: Layout): Promise<boolean> {
  const names = await namesIn(layout.directory);
  if (names.includes('instance')) {
    if ((await textOf(layout.marker)) === MARKER) return true;
    throw foreign(layout.directory, 'instance/OTKUDA is missing or was written by another version of Otkuda');
  }
  const strange = names.find((name) => !KNOWN_BEFORE_INSTANCE.test(name));
  if (strange !== undefined) throw foreign(layout.directory, `it holds ${strange}`);
  return false;
}

/**
 * Makes sure that what is ours is whole enough to be given to this PostgreSQL.
 *
 * @throws EmbeddedPostgresError `damaged`
 */
export async function assertWhole(layout: Layout, major: number): Promise<void> {
  const version = (await textOf(join(layout.cluster, 'PG_VERSION')))?.trim();
  if (version === undefined) throw damaged(layout, 'instance/cluster/PG_VERSION is missing');
  if (version !== String(major)) {
    throw damaged(layout, `it was written by PostgreSQL ${version} and this server carries PostgreSQL ${major}`);
  }
  if (!(await exists(join(layout.cluster, 'global', 'pg_control')))) {
    throw damaged(layout, 'instance/cluster/global/pg_control is missing');
  }
  if (!(await exists(layout.password))) throw damaged(layout, 'instance/password is missing');
}

export function damaged(layout: Layout, reason: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'damaged',
    `The database in ${layout.directory} cannot be used: ${reason}. Nothing in it was changed. Restore it from a backup, ` +
      'or move the directory away to begin with an empty one.',
  );
}

function foreign(directory: string, reason: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'foreign',
    `${directory} is not an Otkuda database and is left alone: ${reason}. Choose another DATA_DIR or move it away.`,
  );
}

async function namesIn(directory: string): Promise<readonly string[]> {
  try {
    return await readdir(directory);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    if (codeOf(error) === 'ENOTDIR') throw foreign(directory, 'it is not a directory');
    throw error;
  }
}

async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined;
    throw error;
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return false;
    throw error;
  }
}
