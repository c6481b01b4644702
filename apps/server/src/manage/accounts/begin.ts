import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Static } from 'typebox';
import { listSeats } from '../../accounts/memberships.ts';
import type { PersonRow } from '../../accounts/people.ts';
import { beginSession } from '../../accounts/sessions.ts';
import type { Queryable } from '../../database/statement.ts';
import { shortenAddress } from '../../links/shorten-address.ts';
import type { Manage } from '../dependencies.ts';
import { setSessionCookie } from '../session-cookie.ts';
import { type Session, shownSession } from './account-fields.ts';

const userAgentCharsMax = 300;

/** Signs the browser in: its cookie, and what it wants to know first. */
export async function begin(
  manage: Manage,
  client: Queryable,
  person: PersonRow,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Static<typeof Session>> {
  const userAgent = request.headers['user-agent']?.slice(0, userAgentCharsMax) ?? null;
  const browser = { userAgent, ip: shortenAddress(request.ip) };
  const cookie = await beginSession(client, person.person_id, browser, manage.now());
  setSessionCookie(reply, manage.publicUrl, cookie);
  return shownSession(person, await listSeats(client, person.person_id));
}
