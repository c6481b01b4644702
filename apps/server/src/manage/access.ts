import type { FastifyRequest } from 'fastify';
import type { Role } from '../accounts/roles.ts';

/**
 * Who may call a route. A role is needed in the workspace that the address names, by its project or by itself; `anyone` needs no
 * sign-in, `person` is for whoever is signed in about themselves, `session` for a browser only: a token cannot make tokens.
 */
export type Access = Role | 'anyone' | 'person' | 'session';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Left out: viewers may read, and it takes an editor to change something. */
    readonly access?: Access;
  }
}

/** What a route says, or what its verb means. */
export function accessOf({ routeOptions, method }: Pick<FastifyRequest, 'routeOptions' | 'method'>): Access {
  return routeOptions.config.access ?? (method === 'GET' || method === 'HEAD' ? 'viewer' : 'editor');
}
