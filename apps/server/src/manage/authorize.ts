import { createHash, timingSafeEqual } from 'node:crypto';
import type { onRequestAsyncHookHandler } from 'fastify';
import { Problem } from './problem.ts';

/**
 * The one place that decides who may call the management API. Digests are compared, so that neither the time it takes nor the
 * length of the token tells anything.
 */
export function authorize(adminToken: string | null): onRequestAsyncHookHandler {
  const expected = adminToken === null ? null : digest(adminToken);
  return async (request) => {
    if (expected === null) {
      throw new Problem('unauthorized', 'the server has no token yet: set OTKUDA_ADMIN_TOKEN and start it again');
    }
    const token = /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1];
    if (token === undefined) throw new Problem('unauthorized', 'send the header "Authorization: Bearer <token>"');
    if (!timingSafeEqual(digest(token), expected)) throw new Problem('unauthorized', 'this token is not known');
  };
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
