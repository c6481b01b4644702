import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';

export interface ObservabilityDependencies {
  readonly registry: Registry;
  /** Why events cannot be taken right now; null: they can. */
  readonly notReady: () => Promise<string | null>;
  readonly adminToken: string | null;
}

export function observabilityRoutes(
  app: FastifyInstance,
  { registry, notReady, adminToken }: ObservabilityDependencies,
): void {
  app.get('/healthz', (_request, reply) => reply.type('text/plain').send('ok\n'));
  app.get('/readyz', async (_request, reply) => {
    const reason = await notReady();
    if (reason === null) return reply.type('text/plain').send('ready\n');
    return reply.code(503).header('retry-after', 5).type('text/plain').send(`${reason}\n`);
  });
  // Figures say how much a business does: they are for the machine itself, or for whoever has the token.
  app.get('/metrics', async (request, reply) => {
    const allowed = isLoopback(request.socket.remoteAddress) && request.headers['x-forwarded-for'] === undefined;
    if (!allowed && !hasToken(request.headers.authorization, adminToken)) {
      return reply.code(401).type('text/plain').send('metrics are for loopback or the admin token\n');
    }
    return reply.type(registry.contentType).send(await registry.metrics());
  });
}

function isLoopback(address: string | undefined): boolean {
  return address === '::1' || /^(::ffff:)?127\./.test(address ?? '');
}

function hasToken(authorization: string | undefined, token: string | null): boolean {
  if (token === null || authorization === undefined) return false;
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(authorization), digest(`Bearer ${token}`));
}
