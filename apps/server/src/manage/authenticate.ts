import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type pg from 'pg';
import { findAccessToken } from '../accounts/access-tokens.ts';
import type { Principal } from '../accounts/principal.ts';
import { findSession } from '../accounts/sessions.ts';
import { Problem } from './problem.ts';
import { sessionCookie } from './session-cookie.ts';

export interface Identities {
  readonly pool: pg.Pool;
  /** Null: the operator gave none. */
  readonly adminToken: string | null;
  readonly publicUrl: string;
  readonly now: () => number;
}

/**
 * Who is calling: by a bearer token, else by the browser's session. Throws a 401 problem where that is not to be learnt, and a 403
 * problem where another site makes a browser change something.
 */
export async function authenticate(identities: Identities, request: FastifyRequest): Promise<Principal> {
  const { authorization } = request.headers;
  if (authorization !== undefined) return byToken(identities, authorization);
  const cookie = sessionCookie(request);
  if (cookie === null) {
    throw new Problem('unauthorized', 'send the header "Authorization: Bearer <token>", or sign in to the dashboard');
  }
  const person = await findSession(identities.pool, cookie, identities.now());
  if (person === null) throw new Problem('unauthorized', 'this session has ended: sign in again');
  refuseOtherSites(request, identities.publicUrl);
  return person;
}

async function byToken({ pool, adminToken, now }: Identities, authorization: string): Promise<Principal> {
  const token = /^Bearer +(\S+) *$/i.exec(authorization)?.[1];
  if (token === undefined) throw new Problem('unauthorized', 'send the header "Authorization: Bearer <token>"');
  // Digests are compared, so that neither the time it takes nor the length of the token tells anything.
  if (adminToken !== null && timingSafeEqual(digest(token), digest(adminToken))) return { kind: 'operator' };
  const person = await findAccessToken(pool, token, now());
  if (person === null) {
    const hint = adminToken === null ? '; the server has none of its own: OTKUDA_ADMIN_TOKEN is not set' : '';
    throw new Problem('unauthorized', `this token is not known${hint}`);
  }
  return person;
}

/**
 * A cookie comes with whatever makes the browser call: a change has to come from a page of our own. The cookie belongs to the host that
 * set it, so a page of the host that was called is one of ours too, whatever PUBLIC_URL says.
 */
export function refuseOtherSites({ method, headers }: FastifyRequest, publicUrl: string): void {
  if (method === 'GET' || method === 'HEAD') return;
  const { origin, host } = headers;
  if (origin !== undefined && URL.canParse(origin)) {
    const from = new URL(origin);
    if (from.origin === new URL(publicUrl).origin || from.host === host) return;
  }
  throw new Problem('forbidden', `a change with a session needs the header "Origin: ${new URL(publicUrl).origin}"`);
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
