import { Type } from 'typebox';
import { hashPassword, isPassword } from '../../accounts/password.ts';
import { changePerson, findPerson, type PersonRow } from '../../accounts/people.ts';
import { endSession, endSessions, listSessions } from '../../accounts/sessions.ts';
import { answers, withBody } from '../answers.ts';
import type { Manage, ManageApp } from '../dependencies.ts';
import { isoTime, nullable, Time, Uuid } from '../fields.ts';
import { personOf } from '../principal-of.ts';
import { invalid, notFound, Problem } from '../problem.ts';
import {
  GivenPassword,
  LanguageName,
  Name,
  NewPassword,
  refuseWeak,
  shownUser,
  ThemeName,
  User,
} from './account-fields.ts';

const tags = ['Account'];

const AccountChange = Type.Object(
  {
    name: Type.Optional(Name),
    language: Type.Optional(LanguageName),
    theme: Type.Optional(ThemeName),
    password: Type.Optional(
      Type.Object(
        { current: GivenPassword, next: NewPassword },
        { additionalProperties: false, description: 'All other sessions end with it.' },
      ),
    ),
  },
  { additionalProperties: false, title: 'AccountChange' },
);

const SignedIn = Type.Object(
  {
    id: Uuid,
    current: Type.Boolean({ description: 'the one that asks' }),
    user_agent: nullable(Type.String()),
    ip: nullable(Type.String({ description: 'shortened' })),
    created_at: Time,
    seen_at: Time,
  },
  { title: 'SignedIn' },
);

/** Somebody's own account. */
export function accountRoutes(app: ManageApp, manage: Manage): void {
  const { pool } = manage;

  app.get(
    '/account',
    {
      config: { access: 'person' },
      schema: { tags, operationId: 'getAccount', summary: 'Your account', response: answers({ 200: User }) },
    },
    async (request) => shownUser(await requirePerson(manage, personOf(request).personId)),
  );

  app.patch(
    '/account',
    {
      config: { access: 'session' },
      schema: {
        tags,
        operationId: 'changeAccount',
        summary: 'Changes your name, language, theme or password',
        body: AccountChange,
        response: answers({ 200: User }, withBody),
      },
    },
    async (request) => {
      const { personId, sessionId } = personOf(request);
      const { name, language, theme, password } = request.body;
      const known = await requirePerson(manage, personId);
      if (password !== undefined) {
        refuseWeak(password.next, known.email);
        if (!(await isPassword(password.current, known.password_hash))) {
          throw invalid([{ field: 'password.current', expected: 'the password you sign in with now' }]);
        }
      }
      const changed = await changePerson(pool, personId, {
        name: name?.trim() ?? null,
        language: language ?? null,
        theme: theme ?? null,
        passwordHash: password === undefined ? null : await hashPassword(password.next),
      });
      if (password !== undefined) await endSessions(pool, personId, sessionId);
      return shownUser(changed);
    },
  );

  app.get(
    '/account/sessions',
    {
      config: { access: 'session' },
      schema: {
        tags,
        operationId: 'listSessions',
        summary: 'Browsers that you are signed in with',
        response: answers({ 200: Type.Object({ items: Type.Array(SignedIn) }) }),
      },
    },
    async (request) => {
      const { personId, sessionId } = personOf(request);
      const rows = await listSessions(pool, personId, manage.now());
      return {
        items: rows.map((row) => ({
          id: row.session_id,
          current: row.session_id === sessionId,
          user_agent: row.user_agent,
          ip: row.ip,
          created_at: isoTime(row.created_at),
          seen_at: isoTime(row.seen_at),
        })),
      };
    },
  );

  app.delete(
    '/account/sessions/:session_id',
    {
      config: { access: 'session' },
      schema: {
        tags,
        operationId: 'endSession',
        summary: 'Ends a session of yours',
        params: Type.Object({ session_id: Uuid }),
        response: answers({ 204: Type.Null() }),
      },
    },
    async (request, reply) => {
      const { session_id } = request.params;
      if (!(await endSession(pool, personOf(request).personId, session_id))) throw notFound('session', session_id);
      return reply.code(204).send(null);
    },
  );
}

async function requirePerson({ pool }: Manage, personId: string): Promise<PersonRow> {
  const person = await findPerson(pool, personId);
  if (person === null) throw new Problem('unauthorized', 'sign in again');
  return person;
}
