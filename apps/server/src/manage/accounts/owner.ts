import { Type } from 'typebox';
import { claimOwnership } from '../../accounts/owner-setup.ts';
import { hashPassword } from '../../accounts/password.ts';
import { answers, withBody } from '../answers.ts';
import { refuseOtherSites } from '../authenticate.ts';
import { inTransaction } from '../database.ts';
import type { Manage, ManageApp } from '../dependencies.ts';
import { Problem } from '../problem.ts';
import { newPersonFields, OneTimeToken, refuseWeak, Session } from './account-fields.ts';
import { begin } from './begin.ts';

/** The first owner, by the one-time link that the server prints at its start. */
export function ownerRoutes(app: ManageApp, manage: Manage): void {
  app.post(
    '/owner',
    {
      config: { access: 'anyone' },
      schema: {
        tags: ['Account'],
        security: [],
        operationId: 'createOwner',
        summary: 'Makes the first owner',
        description:
          'With the token of the one-time link that the server prints at its start, while nobody exists. What the operator made before belongs to the workspace of the owner.',
        body: Type.Object(
          { token: OneTimeToken, ...newPersonFields },
          { additionalProperties: false, title: 'NewOwner' },
        ),
        response: answers({ 201: Session }, [...withBody, 'conflict']),
      },
    },
    async (request, reply) => {
      refuseOtherSites(request, manage.publicUrl);
      const { token, email, password, name, language = 'ru' } = request.body;
      refuseWeak(password, email);
      const passwordHash = await hashPassword(password);
      const person = { email, name: name?.trim() ?? email.split('@')[0]?.trim() ?? '', passwordHash, language };
      const session = await inTransaction(manage.pool, async (_tx, client) => {
        const ownership = await claimOwnership(client, token, person, new Date(manage.now()));
        switch (ownership.kind) {
          case 'somebody_exists':
            throw new Problem('conflict', 'there is an owner already: sign in, or ask them for an invitation');
          case 'unknown_token':
            throw new Problem('forbidden', 'token: this link is not known; the server prints a new one when it starts');
          case 'made':
            return begin(manage, client, ownership.person, request, reply);
        }
      });
      return reply.code(201).send(session);
    },
  );
}
