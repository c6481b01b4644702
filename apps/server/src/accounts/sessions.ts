import { execute, type Queryable, statement } from '../database/statement.ts';
import { uuidv7 } from '../domain/uuid.ts';
import type { PersonCalling } from './principal.ts';
import type { Role } from './roles.ts';
import { hashToken, newToken } from './secret-token.ts';

/** A browser that nobody used for this long has to sign in again. */
export const sessionDays = 30;
const sessionMs = sessionDays * 86_400_000;
/** Written down no more often than that: a page makes many calls. */
const seenEveryMs = 3_600_000;

export interface SessionRow {
  readonly session_id: string;
  readonly user_agent: string | null;
  readonly ip: string | null;
  readonly created_at: Date;
  readonly seen_at: Date;
}

const insert = statement(
  'insert_session',
  `insert into sessions (session_hash, session_id, person_id, user_agent, ip, created_at, seen_at, expires_at)
   values ($1, $2, $3, $4, $5, $6, $6, $7)`,
);

export interface Browser {
  readonly userAgent: string | null;
  /** Shortened. */
  readonly ip: string | null;
}

/** Gives the value of the cookie, which is stored nowhere. */
export async function beginSession(
  client: Queryable,
  personId: string,
  browser: Browser,
  nowMs: number,
): Promise<string> {
  const { token, hash } = newToken('ots');
  const { userAgent, ip } = browser;
  const until = new Date(nowMs + sessionMs);
  await execute(client, insert, [hash, uuidv7(nowMs), personId, userAgent, ip, new Date(nowMs), until]);
  return token;
}

const select = statement<{
  session_id: string;
  person_id: string;
  seen_at: Date;
  workspace_id: string | null;
  role: Role | null;
}>(
  'select_session',
  `select s.session_id, s.person_id, s.seen_at, m.workspace_id, m.role
   from sessions s left join memberships m on m.person_id = s.person_id
   where s.session_hash = $1 and s.expires_at > $2`,
);

const touch = statement('touch_session', 'update sessions set seen_at = $2, expires_at = $3 where session_hash = $1');

/** Who the cookie belongs to, with what they may do at this moment; null: nobody, or no longer. */
export async function findSession(client: Queryable, cookie: string, nowMs: number): Promise<PersonCalling | null> {
  const hash = hashToken(cookie);
  const rows = await execute(client, select, [hash, new Date(nowMs)]);
  const [first] = rows;
  if (first === undefined) return null;
  if (nowMs - first.seen_at.getTime() > seenEveryMs) {
    await execute(client, touch, [hash, new Date(nowMs), new Date(nowMs + sessionMs)]);
  }
  return { kind: 'person', personId: first.person_id, sessionId: first.session_id, roles: rolesOf(rows) };
}

/** Of the rows of a left join: somebody without a workspace has one row without any. */
export function rolesOf(
  rows: ReadonlyArray<{ readonly workspace_id: string | null; readonly role: Role | null }>,
): ReadonlyMap<string, Role> {
  const known = new Map<string, Role>();
  for (const { workspace_id, role } of rows) if (workspace_id !== null && role !== null) known.set(workspace_id, role);
  return known;
}

const selectAll = statement<SessionRow>(
  'select_sessions',
  `select session_id, user_agent, ip, created_at, seen_at from sessions
   where person_id = $1 and expires_at > $2 order by seen_at desc, session_id desc`,
);

export async function listSessions(client: Queryable, personId: string, nowMs: number): Promise<SessionRow[]> {
  return execute(client, selectAll, [personId, new Date(nowMs)]);
}

const end = statement<{ session_id: string }>(
  'end_session',
  'delete from sessions where person_id = $1 and session_id = $2 returning session_id',
);

/** False where the person has no such session. */
export async function endSession(client: Queryable, personId: string, sessionId: string): Promise<boolean> {
  return (await execute(client, end, [personId, sessionId])).length === 1;
}

const endOthers = statement(
  'end_other_sessions',
  'delete from sessions where person_id = $1 and session_id is distinct from $2::uuid',
);

/** After a change of the password, and where somebody's seat is taken away. `keep`: the one that asks for it. */
export async function endSessions(client: Queryable, personId: string, keep: string | null): Promise<void> {
  await execute(client, endOthers, [personId, keep]);
}
