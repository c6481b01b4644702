import { type Static, Type } from 'typebox';
import { changeSeat, listMembers, type Member as MemberRow } from '../../accounts/memberships.ts';
import type { Role } from '../../accounts/roles.ts';
import { answers, withBody } from '../answers.ts';
import { inTransaction } from '../database.ts';
import type { Manage, ManageApp } from '../dependencies.ts';
import { isoTime, Time } from '../fields.ts';
import { notFound, Problem } from '../problem.ts';
import { PersonId, RoleName, workspaceParams } from './account-fields.ts';

const tags = ['Team'];
const path = '/workspaces/:workspace_id/members';
const memberParams = Type.Object({ ...workspaceParams.properties, person_id: PersonId });

const Member = Type.Object(
  { id: PersonId, email: Type.String(), name: Type.String(), role: RoleName, created_at: Time },
  { title: 'Member' },
);

/** Who has a seat in a workspace. */
export function memberRoutes(app: ManageApp, manage: Manage): void {
  app.get(
    path,
    {
      schema: {
        tags,
        operationId: 'listMembers',
        summary: 'Who has a seat in the workspace',
        params: workspaceParams,
        response: answers({ 200: Type.Object({ items: Type.Array(Member) }) }),
      },
    },
    async ({ params }) => ({ items: (await listMembers(manage.pool, params.workspace_id)).map(shown) }),
  );

  app.patch(
    `${path}/:person_id`,
    {
      config: { access: 'owner' },
      schema: {
        tags,
        operationId: 'changeMember',
        summary: 'Gives a member another role',
        params: memberParams,
        body: Type.Object({ role: RoleName }, { additionalProperties: false, title: 'MemberChange' }),
        response: answers({ 200: Member }, [...withBody, 'conflict']),
      },
    },
    async ({ params, body }) => {
      await change(manage, params, body.role);
      const members = await listMembers(manage.pool, params.workspace_id);
      const member = members.find((one) => one.person_id === params.person_id);
      if (member === undefined) throw notFound('member', params.person_id);
      return shown(member);
    },
  );

  app.delete(
    `${path}/:person_id`,
    {
      config: { access: 'owner' },
      schema: {
        tags,
        operationId: 'removeMember',
        summary: 'Takes away a seat',
        description: 'The person sees nothing of the workspace from now on, nor do their tokens.',
        params: memberParams,
        response: answers({ 204: Type.Null() }, ['conflict']),
      },
    },
    async ({ params }, reply) => {
      await change(manage, params, null);
      return reply.code(204).send(null);
    },
  );
}

async function change({ pool }: Manage, params: Static<typeof memberParams>, role: Role | null): Promise<void> {
  const { workspace_id, person_id } = params;
  const done = await inTransaction(pool, (_tx, client) => changeSeat(client, workspace_id, person_id, role));
  if (done === 'no_such_member') throw notFound('member', person_id);
  if (done === 'last_owner') throw new Problem('conflict', 'a workspace needs an owner: make somebody else one first');
}

function shown(row: MemberRow): Static<typeof Member> {
  const { person_id: id, email, name, role } = row;
  return { id, email, name, role, created_at: isoTime(row.created_at) };
}
