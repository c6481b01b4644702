import { execute, type Queryable, statement } from '../database/statement.ts';
import { uuidv7 } from '../domain/uuid.ts';
import type { PersonCalling } from './principal.ts';
import { capped, type Role } from './roles.ts';
import { hashToken, newToken } from './secret-token.ts';
import { rolesOf } from './sessions.ts';

/** `used_at` is exact to an hour. */
const usedEveryMs = 3_600_000;

export interface AccessTokenRow {
  readonly token_id: string;
  readonly name: string;
  readonly hint: string;
  readonly role: Role;
  readonly created_at: Date;
  readonly used_at: Date | null;
  readonly expires_at: Date | null;
}

const columns = 'token_id, name, hint, role, created_at, used_at, expires_at';

const insert = statement<AccessTokenRow>(
  'insert_access_token',
  `insert into access_tokens (token_hash, token_id, person_id, name, hint, role, created_at, expires_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8) returning ${columns}`,
);

export interface NewAccessToken {
  readonly name: string;
  readonly role: Role;
  readonly expiresAt: Date | null;
}

/** The token itself is shown this once. */
export async function makeAccessToken(
  client: Queryable,
  personId: string,
  { name, role, expiresAt }: NewAccessToken,
  nowMs: number,
): Promise<{ readonly row: AccessTokenRow; readonly token: string }> {
  const { token, hash } = newToken('ott');
  const values = [hash, uuidv7(nowMs), personId, name, token.slice(-4), role, new Date(nowMs), expiresAt];
  const [row] = await execute(client, insert, values);
  if (row === undefined) throw new Error('a token was inserted without a row');
  return { row, token };
}

const selectAll = statement<AccessTokenRow>(
  'select_access_tokens',
  `select ${columns} from access_tokens where person_id = $1 order by token_id desc`,
);

export async function listAccessTokens(client: Queryable, personId: string): Promise<AccessTokenRow[]> {
  return execute(client, selectAll, [personId]);
}

const revoke = statement<{ token_id: string }>(
  'revoke_access_token',
  'delete from access_tokens where person_id = $1 and token_id = $2 returning token_id',
);

/** False where the person has no such token. */
export async function revokeAccessToken(client: Queryable, personId: string, tokenId: string): Promise<boolean> {
  return (await execute(client, revoke, [personId, tokenId])).length === 1;
}

const select = statement<{
  person_id: string;
  cap: Role;
  used_at: Date | null;
  workspace_id: string | null;
  role: Role | null;
}>(
  'select_access_token',
  `select t.person_id, t.role as cap, t.used_at, m.workspace_id, m.role
   from access_tokens t left join memberships m on m.person_id = t.person_id
   where t.token_hash = $1 and (t.expires_at is null or t.expires_at > $2)`,
);

const touch = statement('touch_access_token', 'update access_tokens set used_at = $2 where token_hash = $1');

/** Whose token it is, with what it may do at this moment; null: nobody's. */
export async function findAccessToken(client: Queryable, token: string, nowMs: number): Promise<PersonCalling | null> {
  const hash = hashToken(token);
  const rows = await execute(client, select, [hash, new Date(nowMs)]);
  const [first] = rows;
  if (first === undefined) return null;
  if (nowMs - (first.used_at?.getTime() ?? 0) > usedEveryMs) await execute(client, touch, [hash, new Date(nowMs)]);
  const roles = new Map([...rolesOf(rows)].map(([workspaceId, role]) => [workspaceId, capped(role, first.cap)]));
  return { kind: 'person', personId: first.person_id, sessionId: null, roles };
}
