import { execute, type Queryable, statement } from '../database/statement.ts';
import { uuidv7 } from '../domain/uuid.ts';
import type { Role } from './roles.ts';
import { hashToken, newToken } from './secret-token.ts';

export const invitationDays = 14;

export interface InvitationRow {
  readonly invitation_id: string;
  readonly workspace_id: string;
  readonly email: string | null;
  readonly role: Role;
  readonly created_at: Date;
  readonly expires_at: Date;
}

const columns = 'invitation_id, workspace_id, email, role, created_at, expires_at';

const insert = statement<InvitationRow>(
  'insert_invitation',
  `insert into invitations (invitation_id, token_hash, workspace_id, email, role, created_at, expires_at)
   values ($1, $2, $3, $4, $5, $6, $7) returning ${columns}`,
);

/** The token is part of the link, which is shown this once. */
export async function invite(
  client: Queryable,
  workspaceId: string,
  seat: { readonly email: string | null; readonly role: Role },
  nowMs: number,
): Promise<{ readonly row: InvitationRow; readonly token: string }> {
  const { token, hash } = newToken('oti');
  const until = new Date(nowMs + invitationDays * 86_400_000);
  const values = [uuidv7(nowMs), hash, workspaceId, seat.email, seat.role, new Date(nowMs), until];
  const [row] = await execute(client, insert, values);
  if (row === undefined) throw new Error('an invitation was inserted without a row');
  return { row, token };
}

const selectAll = statement<InvitationRow>(
  'select_invitations',
  `select ${columns} from invitations where workspace_id = $1 and expires_at > $2 order by invitation_id desc`,
);

/** Those that can still be accepted. */
export async function listInvitations(client: Queryable, workspaceId: string, now: Date): Promise<InvitationRow[]> {
  return execute(client, selectAll, [workspaceId, now]);
}

const withdraw = statement<{ invitation_id: string }>(
  'withdraw_invitation',
  'delete from invitations where workspace_id = $1 and invitation_id = $2 returning invitation_id',
);

/** False where the workspace made no such invitation. */
export async function withdrawInvitation(client: Queryable, workspaceId: string, id: string): Promise<boolean> {
  return (await execute(client, withdraw, [workspaceId, id])).length === 1;
}

const take = statement<InvitationRow>(
  'take_invitation',
  `delete from invitations where token_hash = $1 and expires_at > $2 returning ${columns}`,
);

/** Uses it up; null: there is none, or no longer. To be called in the transaction that gives the seat. */
export async function takeInvitation(client: Queryable, token: string, now: Date): Promise<InvitationRow | null> {
  return (await execute(client, take, [hashToken(token), now]))[0] ?? null;
}
