import { type Static, Type } from 'typebox';
import {
  type InvitationRow,
  invitationDays,
  invite,
  listInvitations,
  takeInvitation,
  withdrawInvitation,
} from '../../accounts/invitations.ts';
import { giveSeat } from '../../accounts/memberships.ts';
import { hashPassword, isPassword } from '../../accounts/password.ts';
import { emailKey, findPersonByEmail, insertPerson, type PersonRow } from '../../accounts/people.ts';
import type { Queryable } from '../../database/statement.ts';
import { answers, withBody } from '../answers.ts';
import { refuseOtherSites } from '../authenticate.ts';
import { inTransaction } from '../database.ts';
import type { Manage, ManageApp } from '../dependencies.ts';
import { isoTime, nullable, Time, Uuid } from '../fields.ts';
import { notFound, Problem } from '../problem.ts';
import {
  Email,
  newPersonFields,
  OneTimeToken,
  RoleName,
  refuseWeak,
  Session,
  workspaceParams,
} from './account-fields.ts';
import { begin } from './begin.ts';

const tags = ['Team'];
const path = '/workspaces/:workspace_id/invitations';

const Invitation = Type.Object(
  {
    id: Uuid,
    email: nullable({ ...Email, description: 'null: whoever has the link' }),
    role: RoleName,
    url: Type.Optional(Type.String({ description: 'The link to hand over, this once: when it is made.' })),
    created_at: Time,
    expires_at: Time,
  },
  { title: 'Invitation' },
);

const NewInvitation = Type.Object(
  { email: Type.Optional(nullable(Email)), role: RoleName },
  { additionalProperties: false, title: 'NewInvitation', examples: [{ role: 'viewer' }] },
);

const Acceptance = Type.Object(
  { token: OneTimeToken, ...newPersonFields },
  { additionalProperties: false, title: 'Acceptance' },
);

/** Seats that are offered, and how they are taken. */
export function invitationRoutes(app: ManageApp, manage: Manage): void {
  const { pool } = manage;

  app.post(
    path,
    {
      config: { access: 'owner' },
      schema: {
        tags,
        operationId: 'createInvitation',
        summary: 'Offers a seat',
        description: `The link is good once, for ${invitationDays} days. Nothing is mailed: hand it over yourself.`,
        params: workspaceParams,
        body: NewInvitation,
        response: answers({ 201: Invitation }, withBody),
      },
    },
    async ({ params, body }, reply) => {
      const seat = { email: body.email?.trim() ?? null, role: body.role };
      const { row, token } = await invite(pool, params.workspace_id, seat, manage.now());
      return reply.code(201).send({ ...shown(row), url: `${manage.publicUrl}/invitation?token=${token}` });
    },
  );

  app.get(
    path,
    {
      config: { access: 'owner' },
      schema: {
        tags,
        operationId: 'listInvitations',
        summary: 'Seats that are offered and not yet taken',
        params: workspaceParams,
        response: answers({ 200: Type.Object({ items: Type.Array(Invitation) }) }),
      },
    },
    async ({ params }) => {
      const rows = await listInvitations(pool, params.workspace_id, new Date(manage.now()));
      return { items: rows.map(shown) };
    },
  );

  app.delete(
    `${path}/:invitation_id`,
    {
      config: { access: 'owner' },
      schema: {
        tags,
        operationId: 'withdrawInvitation',
        summary: 'Withdraws an invitation',
        params: Type.Object({ ...workspaceParams.properties, invitation_id: Uuid }),
        response: answers({ 204: Type.Null() }),
      },
    },
    async ({ params }, reply) => {
      const { workspace_id, invitation_id } = params;
      if (!(await withdrawInvitation(pool, workspace_id, invitation_id))) throw notFound('invitation', invitation_id);
      return reply.code(204).send(null);
    },
  );

  app.post(
    '/invitations/accept',
    {
      config: { access: 'anyone' },
      schema: {
        tags,
        security: [],
        operationId: 'acceptInvitation',
        summary: 'Takes an offered seat',
        description: 'Somebody who has an account already gives its address and password, somebody new chooses them.',
        body: Acceptance,
        response: answers({ 201: Session }, withBody),
      },
    },
    async (request, reply) => {
      refuseOtherSites(request, manage.publicUrl);
      refuseWeak(request.body.password, request.body.email);
      const session = await inTransaction(pool, async (_tx, client) => {
        const person = await take(manage, client, request.body);
        return begin(manage, client, person, request, reply);
      });
      return reply.code(201).send(session);
    },
  );
}

/** Where anything is refused, the transaction is rolled back and the invitation stays good. */
async function take(manage: Manage, client: Queryable, body: Static<typeof Acceptance>): Promise<PersonRow> {
  const { token, email, password, name, language = 'ru' } = body;
  const now = new Date(manage.now());
  const invitation = await takeInvitation(client, token, now);
  if (invitation === null) throw new Problem('forbidden', 'token: this invitation is not known, used up or over');
  if (invitation.email !== null && emailKey(invitation.email) !== emailKey(email)) {
    throw new Problem('forbidden', 'email: the invitation is for another address');
  }
  const known = await findPersonByEmail(client, email);
  if (known !== null && !(await isPassword(password, known.password_hash))) {
    throw new Problem('forbidden', 'password: this address has an account with another password');
  }
  const passwordHash = known === null ? await hashPassword(password) : known.password_hash;
  const fresh = { email, name: name?.trim() ?? email.split('@')[0]?.trim() ?? '', passwordHash, language };
  const person = known ?? (await insertPerson(client, fresh, now));
  await giveSeat(client, invitation.workspace_id, person.person_id, invitation.role, now);
  return person;
}

function shown(row: InvitationRow): Static<typeof Invitation> {
  return {
    id: row.invitation_id,
    email: row.email,
    role: row.role,
    created_at: isoTime(row.created_at),
    expires_at: isoTime(row.expires_at),
  };
}
