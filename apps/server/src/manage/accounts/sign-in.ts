import { Type } from 'typebox';
import { listSeats } from '../../accounts/memberships.ts';
import { hashPassword, isPassword } from '../../accounts/password.ts';
import { emailKey, findPerson, findPersonByEmail } from '../../accounts/people.ts';
import { endSession } from '../../accounts/sessions.ts';
import { SignInGuard } from '../../accounts/sign-in-guard.ts';
import { answers, withBody } from '../answers.ts';
import { refuseOtherSites } from '../authenticate.ts';
import type { Manage, ManageApp } from '../dependencies.ts';
import { personOf } from '../principal-of.ts';
import { Problem, TooMany } from '../problem.ts';
import { clearSessionCookie } from '../session-cookie.ts';
import { Email, GivenPassword, Session, shownSession } from './account-fields.ts';
import { begin } from './begin.ts';

const tags = ['Account'];

/** Signing in to the dashboard and out of it. */
export function signInRoutes(app: ManageApp, manage: Manage): void {
  const { pool } = manage;
  const guard = new SignInGuard(manage.now);
  // Compared where there is no such person, so that the time of the answer does not tell.
  const nobody = hashPassword('nobody has this password');
  nobody.catch(() => {});

  app.post(
    '/session',
    {
      config: { access: 'anyone' },
      schema: {
        tags,
        security: [],
        operationId: 'signIn',
        summary: 'Signs in to the dashboard',
        description: 'The session is a cookie. After five failures each further try has to wait longer.',
        body: Type.Object({ email: Email, password: GivenPassword }, { additionalProperties: false, title: 'SignIn' }),
        response: answers({ 201: Session }, [...withBody, 'too_many']),
      },
    },
    async (request, reply) => {
      refuseOtherSites(request, manage.publicUrl);
      const { email, password } = request.body;
      const place = `${request.ip} ${emailKey(email)}`;
      const seconds = guard.waitSeconds(place);
      if (seconds > 0) throw new TooMany(seconds, `too many failures: try again in ${seconds} s`);
      // Counted before it is looked at: many tries at once are many tries.
      guard.failed(place);
      const person = await findPersonByEmail(pool, email);
      const right = await isPassword(password, person?.password_hash ?? (await nobody));
      if (person === null || !right)
        throw new Problem('unauthorized', 'this address and password do not belong together');
      guard.succeeded(place);
      return reply.code(201).send(await begin(manage, pool, person, request, reply));
    },
  );

  app.get(
    '/session',
    {
      config: { access: 'person' },
      schema: {
        tags,
        operationId: 'getSession',
        summary: 'Who is signed in, and where they may do what',
        response: answers({ 200: Session }),
      },
    },
    async (request) => {
      const { personId } = personOf(request);
      const person = await findPerson(pool, personId);
      if (person === null) throw new Problem('unauthorized', 'sign in again');
      return shownSession(person, await listSeats(pool, personId));
    },
  );

  app.delete(
    '/session',
    {
      config: { access: 'session' },
      schema: {
        tags,
        operationId: 'signOut',
        summary: 'Signs out of the dashboard',
        response: answers({ 204: Type.Null() }),
      },
    },
    async (request, reply) => {
      const { personId, sessionId } = personOf(request);
      if (sessionId !== null) await endSession(pool, personId, sessionId);
      clearSessionCookie(reply, manage.publicUrl);
      return reply.code(204).send(null);
    },
  );
}
