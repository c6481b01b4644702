import { type Static, Type } from 'typebox';
import {
  type AccessTokenRow,
  listAccessTokens,
  makeAccessToken,
  revokeAccessToken,
} from '../../accounts/access-tokens.ts';
import { answers, withBody } from '../answers.ts';
import type { Manage, ManageApp } from '../dependencies.ts';
import { isoTime, isoTimeOrNull, nullable, Time, Uuid } from '../fields.ts';
import { personOf } from '../principal-of.ts';
import { notFound } from '../problem.ts';
import { Name, RoleName } from './account-fields.ts';

const tags = ['Account'];

const AccessToken = Type.Object(
  {
    id: Uuid,
    name: Type.String(),
    token_hint: Type.String({ description: 'the end of the token' }),
    token: Type.Optional(Type.String({ description: 'The whole token, this once: when it is made.' })),
    role: { ...RoleName, description: 'it may do what you may, up to this' },
    created_at: Time,
    used_at: nullable({ ...Time, description: 'exact to an hour' }),
    expires_at: nullable(Time),
  },
  { title: 'AccessToken' },
);

const NewToken = Type.Object(
  {
    name: Name,
    role: Type.Optional({ ...RoleName, default: 'editor' }),
    expires_at: Type.Optional(nullable(Time)),
  },
  { additionalProperties: false, title: 'NewAccessToken', examples: [{ name: 'Nightly export', role: 'viewer' }] },
);

/** Bearer tokens for scripts. */
export function tokenRoutes(app: ManageApp, manage: Manage): void {
  const { pool } = manage;

  app.post(
    '/account/tokens',
    {
      config: { access: 'session' },
      schema: {
        tags,
        operationId: 'createToken',
        summary: 'Makes a token for scripts',
        body: NewToken,
        response: answers({ 201: AccessToken }, withBody),
      },
    },
    async (request, reply) => {
      const { name, role = 'editor', expires_at = null } = request.body;
      const expiresAt = expires_at === null ? null : new Date(expires_at);
      const wish = { name: name.trim(), role, expiresAt };
      const { row, token } = await makeAccessToken(pool, personOf(request).personId, wish, manage.now());
      return reply.code(201).send({ ...shown(row), token });
    },
  );

  app.get(
    '/account/tokens',
    {
      config: { access: 'session' },
      schema: {
        tags,
        operationId: 'listTokens',
        summary: 'Your tokens, the newest first',
        response: answers({ 200: Type.Object({ items: Type.Array(AccessToken) }) }),
      },
    },
    async (request) => ({ items: (await listAccessTokens(pool, personOf(request).personId)).map(shown) }),
  );

  app.delete(
    '/account/tokens/:token_id',
    {
      config: { access: 'session' },
      schema: {
        tags,
        operationId: 'revokeToken',
        summary: 'Revokes a token',
        description: 'Calls with it answer 401 from now on.',
        params: Type.Object({ token_id: Uuid }),
        response: answers({ 204: Type.Null() }),
      },
    },
    async (request, reply) => {
      const { token_id } = request.params;
      if (!(await revokeAccessToken(pool, personOf(request).personId, token_id))) throw notFound('token', token_id);
      return reply.code(204).send(null);
    },
  );
}

function shown(row: AccessTokenRow): Static<typeof AccessToken> {
  return {
    id: row.token_id,
    name: row.name,
    token_hint: `ott_…${row.hint}`,
    role: row.role,
    created_at: isoTime(row.created_at),
    used_at: isoTimeOrNull(row.used_at),
    expires_at: isoTimeOrNull(row.expires_at),
  };
}
