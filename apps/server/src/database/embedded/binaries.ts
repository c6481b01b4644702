import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { runProgram } from './run-program.ts';
import { hydrateSymlinks } from './symlinks.ts';

export interface Binaries {
  /** The directory of `postgres` and `initdb`. */
  readonly bin: string;
  /** `18.4` */
  readonly version: string;
  /** `18` */
  readonly major: number;
}

/**
 * Finds PostgreSQL's programs, by default those of the npm package for this machine, and makes sure that they run.
 *
 * @param bin a directory to use instead of the npm package's
 * @throws EmbeddedPostgresError `no_binaries`
 */
export async function findBinaries(bin?: string): Promise<Binaries> {
  const directory = bin === undefined ? await packagedBin() : resolve(bin);
  const program = join(directory, 'postgres');
  const result = await runProgram({ file: program, args: ['--version'], ids: {} });
  const version = /^postgres \(PostgreSQL\) (\d+)(\S*)/.exec(result.stdout);
  if (result.code !== 0 || version === null) {
    throw new EmbeddedPostgresError(
      'no_binaries',
      `${program} does not run on this machine: ${(result.stderr || result.stdout).trim()}. ` +
        'Set DATABASE_URL to use a PostgreSQL of your own.',
    );
  }
  return { bin: directory, version: `${version[1]}${version[2]}`, major: Number(version[1]) };
}

async function packagedBin(): Promise<string> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const packageDirectory = directoryOfPackage(name);
  await hydrateSymlinks(packageDirectory);
  return join(packageDirectory, 'native', 'bin');
}

function directoryOfPackage(name: string): string {
  try {
    // Resolves to <package>/dist/index.js.
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch (error) {
    throw new EmbeddedPostgresError(
      'no_binaries',
      `The npm package ${name} is not installed: either optional dependencies were left out (run npm install ` +
        '--include=optional) or there is none for this system. Set DATABASE_URL to use a PostgreSQL of your own.',
      { cause: error },
    );
  }
}
