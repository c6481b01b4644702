import { execute, type Queryable, statement } from '../database/statement.ts';
import type { Role } from './roles.ts';

export interface Seat {
  readonly workspace_id: string;
  readonly name: string;
  readonly role: Role;
}

const selectSeats = statement<Seat>(
  'select_seats',
  `select w.workspace_id, w.name, m.role from memberships m join workspaces w on w.workspace_id = m.workspace_id
   where m.person_id = $1 order by w.workspace_id`,
);

export async function listSeats(client: Queryable, personId: string): Promise<Seat[]> {
  return execute(client, selectSeats, [personId]);
}

export interface Member {
  readonly person_id: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly created_at: Date;
}

const selectMembers = statement<Member>(
  'select_members',
  `select p.person_id, p.email, p.name, m.role, m.created_at from memberships m join people p on p.person_id = m.person_id
   where m.workspace_id = $1 order by m.created_at, p.person_id`,
);

export async function listMembers(client: Queryable, workspaceId: string): Promise<Member[]> {
  return execute(client, selectMembers, [workspaceId]);
}

const insert = statement(
  'insert_membership',
  `insert into memberships as known (workspace_id, person_id, role, created_at) values ($1, $2, $3, $4)
   on conflict (workspace_id, person_id) do update set role = excluded.role`,
);

/** Somebody who has a seat already gets the new role. */
export async function giveSeat(
  client: Queryable,
  workspaceId: string,
  personId: string,
  role: Role,
  now: Date,
): Promise<void> {
  await execute(client, insert, [workspaceId, personId, role, now]);
}

const lockMembers = statement<{ person_id: string; role: Role }>(
  'lock_members',
  'select person_id, role from memberships where workspace_id = $1 order by person_id for update',
);
const update = statement(
  'update_membership',
  'update memberships set role = $3 where workspace_id = $1 and person_id = $2',
);
const remove = statement('delete_membership', 'delete from memberships where workspace_id = $1 and person_id = $2');

export type SeatChange = 'changed' | 'no_such_member' | 'last_owner';

/**
 * Gives a member another role, or takes the seat away where `role` is null. A workspace keeps at least one owner; the members are locked
 * meanwhile, so two owners who demote each other do not both succeed.
 */
export async function changeSeat(
  client: Queryable,
  workspaceId: string,
  personId: string,
  role: Role | null,
): Promise<SeatChange> {
  const members = await execute(client, lockMembers, [workspaceId]);
  if (!members.some((member) => member.person_id === personId)) return 'no_such_member';
  const owners = members.filter((member) => member.role === 'owner');
  if (role !== 'owner' && owners.length === 1 && owners[0]?.person_id === personId) return 'last_owner';
  if (role === null) await execute(client, remove, [workspaceId, personId]);
  else await execute(client, update, [workspaceId, personId, role]);
  return 'changed';
}

const selectFirst = statement<{ workspace_id: string }>(
  'select_first_workspace',
  'select workspace_id from workspaces order by workspace_id limit 1',
);
const insertWorkspace = statement<{ workspace_id: string }>(
  'insert_workspace',
  'insert into workspaces (name) values ($1) returning workspace_id',
);

/** The one that everything belongs to which the operator makes. The lock makes two first calls, made at once, share it. */
export async function firstWorkspace(client: Queryable): Promise<string> {
  const known = (await execute(client, selectFirst, []))[0];
  if (known !== undefined) return known.workspace_id;
  await client.query('lock table workspaces in share row exclusive mode');
  const made = (await execute(client, selectFirst, []))[0] ?? (await execute(client, insertWorkspace, ['Otkuda']))[0];
  if (made === undefined) throw new Error('no workspace was made');
  return made.workspace_id;
}
