// PostgreSQL refuses to run as root. An account says as whom its programs run; `choose-account.ts` finds one that works.

export type RunAs = 'direct' | 'namespace' | 'uid';

export type Account =
  /** As the user the server runs as. */
  | { readonly kind: 'direct' }
  /**
   * In a user namespace of its own, where the server's user has the ordinary number `uid`. Outside it is still the
   * same user, so files keep their owner and a directory only root may enter (`/root`) stays reachable.
   */
  | { readonly kind: 'namespace'; readonly uid: number }
  /** As another user, whom root can become. Files must be given to that user. */
  | { readonly kind: 'uid'; readonly uid: number; readonly gid: number };

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  /** Empty where the command runs as the server's own user. */
  readonly ids: { readonly uid?: number; readonly gid?: number };
}

/**
 * The command that runs a program as the account. `unshare` replaces itself by the program, so that the id of the
 * started process is the program's own and signals reach it.
 */
export function commandAs(account: Account, program: string, args: readonly string[]): Command {
  switch (account.kind) {
    case 'direct':
      return { file: program, args, ids: {} };
    case 'namespace': {
      const inside = ['--user', `--map-user=${account.uid}`, `--map-group=${account.uid}`, '--', program];
      return { file: 'unshare', args: [...inside, ...args], ids: {} };
    }
    case 'uid':
      return { file: program, args, ids: { uid: account.uid, gid: account.gid } };
  }
}
