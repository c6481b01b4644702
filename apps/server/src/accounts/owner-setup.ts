import { execute, type Queryable, statement } from '../database/statement.ts';
import { firstWorkspace, giveSeat } from './memberships.ts';
import { insertPerson, type NewPerson, type PersonRow } from './people.ts';
import { hashToken, newToken } from './secret-token.ts';

const anybody = statement<{ exists: boolean }>('anybody', 'select exists (select from people) as exists');

const insert = statement('insert_setup_token', 'insert into setup_tokens (token_hash, created_at) values ($1, $2)');

/** Links of starts that nobody looks back at for so long are forgotten. */
const keptMs = 30 * 86_400_000;
const forget = statement('forget_setup_tokens', 'delete from setup_tokens where created_at < $1');

/**
 * A token for the one-time link to the first owner; null where somebody exists already. Each start makes one, and all of them are
 * good until the first is used: two processes may start at once, and the link may have scrolled away.
 */
export async function offerOwnership(client: Queryable, nowMs: number): Promise<string | null> {
  const [people] = await execute(client, anybody, []);
  if (people?.exists !== false) return null;
  const { token, hash } = newToken('otf');
  await execute(client, forget, [new Date(nowMs - keptMs)]);
  await execute(client, insert, [hash, new Date(nowMs)]);
  return token;
}

const selectToken = statement<{ created_at: Date }>(
  'select_setup_token',
  'select created_at from setup_tokens where token_hash = $1',
);
const spend = statement('spend_setup_tokens', 'delete from setup_tokens');

export type Ownership =
  | { readonly kind: 'made'; readonly person: PersonRow; readonly workspaceId: string }
  | { readonly kind: 'somebody_exists' }
  | { readonly kind: 'unknown_token' };

/** Makes the first owner, whose workspace has all that the operator made before. To be called in a transaction. */
export async function claimOwnership(
  client: Queryable,
  token: string,
  person: NewPerson,
  now: Date,
): Promise<Ownership> {
  await client.query('lock table people in share row exclusive mode');
  const [people] = await execute(client, anybody, []);
  if (people?.exists !== false) return { kind: 'somebody_exists' };
  if ((await execute(client, selectToken, [hashToken(token)])).length === 0) return { kind: 'unknown_token' };
  const made = await insertPerson(client, person, now);
  const workspaceId = await firstWorkspace(client);
  await giveSeat(client, workspaceId, made.person_id, 'owner', now);
  await execute(client, spend, []);
  return { kind: 'made', person: made, workspaceId };
}
