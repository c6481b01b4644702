import type { FastifyRequest } from 'fastify';
import type { PersonCalling, Principal } from '../accounts/principal.ts';
import { Problem } from './problem.ts';

const callers = new WeakMap<FastifyRequest, Principal>();

/** To be called once, by whoever found out who it is. */
export function setPrincipal(request: FastifyRequest, principal: Principal): void {
  callers.set(request, principal);
}

/** Who is calling. Throws a 401 problem on routes that let anyone in. */
export function principalOf(request: FastifyRequest): Principal {
  const principal = callers.get(request);
  if (principal === undefined) throw new Problem('unauthorized', 'sign in first');
  return principal;
}

/** The person who is calling. Throws a 403 problem for the operator's token, which is nobody's. */
export function personOf(request: FastifyRequest): PersonCalling {
  const principal = principalOf(request);
  if (principal.kind === 'person') return principal;
  throw new Problem('forbidden', 'this is about a person; the token of OTKUDA_ADMIN_TOKEN belongs to none');
}
