import { randomBytes } from 'node:crypto';
import { chmod, lchown, mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { commandAs } from './account.ts';
import type { Seat } from './choose-account.ts';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { type Layout, layoutOf, MARKER } from './layout.ts';
import { runProgram } from './run-program.ts';
import { makeStaging, publish } from './staging.ts';

/** PostgreSQL's superuser and the name of the server's database. */
export const NAME = 'otkuda';

/**
 * Creates the cluster with its password and marker, all or nothing. Where another server is quicker, its work stays.
 *
 * @throws EmbeddedPostgresError `failed` with what initdb says
 */
export async function initialise(layout: Layout, seat: Seat, major: number): Promise<void> {
  const staging = await makeStaging(layout.directory);
  try {
    const staged = layoutOf(layout.directory, staging);
    await writeDurably(staged.password, randomBytes(24).toString('base64url'), 0o600);
    await mkdir(staged.cluster, { mode: 0o700 });
    await give(seat, [staged.password, staged.cluster]);
    await runInitdb(staged, seat, major);
    await writeDurably(staged.marker, MARKER, 0o644);
    await publish(staging, layout.instance);
  } finally {
    await rm(staging, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function runInitdb(staged: Layout, seat: Seat, major: number): Promise<void> {
  // The builtin provider (17 and later) sorts and folds alike on every machine; before it there is only the system's.
  const locale = major >= 17 ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8'] : ['--locale=C.UTF-8'];
  const secrets = ['--auth=scram-sha-256', `--pwfile=${staged.password}`];
  const args = [`--pgdata=${staged.cluster}`, `--username=${NAME}`, '--encoding=UTF8', ...locale, ...secrets];
  // It writes everything without fsync and makes all of it durable in one pass at the end.
  const command = commandAs(seat.account, join(seat.bin, 'initdb'), [...args, '--data-checksums', '--no-instructions']);
  const result = await runProgram(command);
  if (result.code === 0) return;
  const reason = (result.stderr.trim() || result.stdout.trim()).split('\n').slice(-6).join('\n');
  throw new EmbeddedPostgresError('failed', `The database in ${staged.directory} could not be created: ${reason}`);
}

async function writeDurably(path: string, text: string, mode: number): Promise<void> {
  const handle = await open(path, 'wx', mode);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await chmod(path, mode);
}

async function give({ account }: Seat, paths: readonly string[]): Promise<void> {
  if (account.kind !== 'uid') return;
  for (const path of paths) await lchown(path, account.uid, account.gid);
}
