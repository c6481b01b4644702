import { chmod, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Account, RunAs } from './account.ts';
import type { Binaries } from './binaries.ts';
import { copyBinaries } from './copy-binaries.ts';
import { EmbeddedPostgresError, messageOf } from './embedded-postgres-error.ts';
import type { Log } from './log.ts';
import { probeAccount } from './probe-account.ts';
import { PASSABLE } from './staging.ts';
import { ownUserHasName, readUserList, type User } from './user-list.ts';

export interface AccountRequest {
  readonly directory: string;
  /** The data directory, where there is one already. */
  readonly cluster: string | undefined;
  readonly binaries: Binaries;
  readonly log: Log;
  /** The only way to try, for tests. */
  readonly runAs?: RunAs | undefined;
}

/** As whom PostgreSQL runs, and the directory of its programs that this account can reach. */
export interface Seat {
  readonly account: Account;
  readonly bin: string;
}

type Attempt = Seat | { readonly reason: string };
type Strategy = (request: AccountRequest) => Promise<Attempt>;

const STRATEGIES: Readonly<Record<RunAs, Strategy>> = { direct, namespace, uid: otherUser };

/**
 * Finds as whom PostgreSQL can run: as the server's user; if that is root, in a user namespace; where the system forbids
 * that (most containers), as an ordinary user.
 *
 * @throws EmbeddedPostgresError `root` or, for an ordinary user, `failed`; the message says what was tried
 */
export async function chooseAccount(request: AccountRequest): Promise<Seat> {
  const reasons: string[] = [];
  const names: readonly RunAs[] = request.runAs === undefined ? ['direct', 'namespace', 'uid'] : [request.runAs];
  for (const name of names) {
    const attempt = await STRATEGIES[name](request);
    if ('account' in attempt) return attempt;
    reasons.push(`${name}: ${attempt.reason}`);
  }
  throw new EmbeddedPostgresError(
    isRoot() ? 'root' : 'failed',
    `${isRoot() ? 'PostgreSQL refuses to run as root, and' : 'PostgreSQL cannot run here:'} no user was found for it ` +
      `that can use ${request.directory} (${reasons.join('; ')}). Start Otkuda as an ordinary user who owns DATA_DIR, or ` +
      'choose a DATA_DIR in a place every user may enter (such as /var/lib/otkuda), or set DATABASE_URL to use a ' +
      'PostgreSQL of your own.',
  );
}

async function direct(request: AccountRequest): Promise<Attempt> {
  if (isRoot()) return { reason: 'the server runs as root' };
  const uid = process.getuid?.();
  const owner = request.cluster === undefined ? undefined : (await stat(request.cluster)).uid;
  if (owner !== undefined && uid !== undefined && owner !== uid) {
    return { reason: `the database belongs to user id ${owner} and the server runs as ${uid}` };
  }
  if (owner === undefined && !ownUserHasName()) return { reason: `user id ${uid} has no name in /etc/passwd` };
  return { account: { kind: 'direct' }, bin: request.binaries.bin };
}

async function namespace(request: AccountRequest): Promise<Attempt> {
  const users = await readUserList();
  // Not 65534: inside, the files of all other users appear to be owned by it.
  const uid = users.find((user) => user.uid !== 0 && user.uid !== 65_534)?.uid ?? 1;
  const account: Account = { kind: 'namespace', uid };
  const result = await probeAccount(account, {
    directory: request.directory,
    owned: request.cluster ?? request.directory,
    program: join(request.binaries.bin, 'postgres'),
    named: request.cluster === undefined,
  });
  return result.kind === 'works' ? { account, bin: request.binaries.bin } : { reason: result.reason };
}

async function otherUser(request: AccountRequest): Promise<Attempt> {
  if (!isRoot()) return { reason: 'only root can run programs as another user' };
  const reasons: string[] = [];
  for (const user of await usersToTry(request)) {
    try {
      const attempt = await asUser(request, { kind: 'uid', uid: user.uid, gid: user.gid });
      if ('account' in attempt) return attempt;
      reasons.push(`as ${user.name} ${attempt.reason}`);
    } catch (error) {
      reasons.push(`as ${user.name} ${messageOf(error)}`);
    }
  }
  return { reason: reasons.join(', ') || 'there is no user "nobody" in /etc/passwd' };
}

/** Whoever owns the data already, before somebody who is to get it. */
async function usersToTry(request: AccountRequest): Promise<readonly User[]> {
  const owner = async (path: string): Promise<readonly User[]> => {
    const { uid, gid } = await stat(path);
    return uid === 0 ? [] : [{ name: `user id ${uid}`, uid, gid }];
  };
  const owners = request.cluster === undefined ? [] : await owner(request.cluster);
  if (owners.length > 0) return owners;
  const users = await readUserList();
  return [...(await owner(request.directory)), ...users.filter((user) => user.name === 'nobody')];
}

async function asUser(request: AccountRequest, account: Account): Promise<Attempt> {
  await chmod(request.directory, PASSABLE);
  const probe = (bin: string) =>
    probeAccount(account, {
      directory: request.directory,
      program: join(bin, 'postgres'),
      named: request.cluster === undefined,
    });
  const result = await probe(request.binaries.bin);
  if (result.kind === 'works') return { account, bin: request.binaries.bin };
  if (result.kind === 'unusable') return result;
  const bin = await copyBinaries(request.binaries, request.directory);
  if (bin === undefined) return result;
  request.log('Copied the PostgreSQL programs to where an ordinary user may run them', { path: bin });
  const again = await probe(bin);
  return again.kind === 'works' ? { account, bin } : { reason: again.reason };
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}
