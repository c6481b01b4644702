import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';

export interface User {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** The users of the machine as /etc/passwd has them; none where there is no such file. */
export async function readUserList(): Promise<readonly User[]> {
  try {
    return parseUserList(await readFile('/etc/passwd', 'utf8'));
  } catch {
    return [];
  }
}

/** Whether the server's own user has a name, which a container started with any number may not have. */
export function ownUserHasName(): boolean {
  try {
    return userInfo().username !== '';
  } catch {
    return false;
  }
}

/** passwd(5): name, password, uid, gid and more, separated by colons. */
export function parseUserList(text: string): readonly User[] {
  return text.split('\n').flatMap((line) => {
    const [name, , uid, gid] = line.split(':');
    // Some systems write nobody as -2, which cannot be given to a child.
    if (!name || !/^\d+$/.test(uid ?? '') || !/^\d+$/.test(gid ?? '')) return [];
    return [{ name, uid: Number(uid), gid: Number(gid) }];
  });
}
