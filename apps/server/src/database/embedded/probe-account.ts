import { type Account, commandAs } from './account.ts';
import { runProgram } from './run-program.ts';

export interface ProbeRequest {
  /** `<DATA_DIR>/postgres` */
  readonly directory: string;
  /** What must belong to the account and be writable; none where it will be given to the account later. */
  readonly owned?: string;
  /** The `postgres` program it has to be able to run. */
  readonly program: string;
  /** initdb insists on an account with a name in the system's user list; postgres does not. */
  readonly named: boolean;
}

export type ProbeResult =
  | { readonly kind: 'works' }
  | { readonly kind: 'program_unreachable' | 'unusable'; readonly reason: string };

const SCRIPT = `
[ "$(id -u)" -ne 0 ] || exit 11
[ "$3" = any ] || id -un >/dev/null 2>&1 || exit 12
cd "$1" 2>/dev/null || exit 13
[ -z "$4" ] || { [ -O "$4" ] && [ -w "$4" ] && [ -x "$4" ]; } || exit 14
"$2" --version >/dev/null || exit 15
`;

/** Tries as the account what PostgreSQL will have to do, since what a system allows cannot be known from its looks. */
export async function probeAccount(account: Account, request: ProbeRequest): Promise<ProbeResult> {
  const { directory, owned = '', program, named } = request;
  const values = [directory, program, named ? 'named' : 'any', owned];
  const result = await runProgram(commandAs(account, '/bin/sh', ['-c', SCRIPT, 'probe', ...values]));
  if (result.code === 0) return { kind: 'works' };
  const said = result.stderr.trim();
  if (result.code === 15) return { kind: 'program_unreachable', reason: `it cannot run ${program}: ${said}` };
  const reasons = new Map([
    [11, 'it is still root'],
    [12, 'it has no name in /etc/passwd'],
    [13, `it may not enter ${directory}`],
    [14, `${owned} belongs to another user`],
  ]);
  return { kind: 'unusable', reason: reasons.get(result.code ?? 0) ?? said };
}
