import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { BuiltFile } from './built-files.ts';
import { contentSecurityPolicy, pageWith } from './page.ts';

export interface DashboardDependencies {
  /** Null: it was not built. */
  readonly files: ReadonlyMap<string, BuiltFile> | null;
  readonly publicUrl: string;
}

/** Addresses that are pages of the dashboard. Any other stays "not found" instead of becoming a page by chance. */
const pages = ['/', '/sign-in', '/setup', '/invitation', '/account', '/p/*', '/projects'];

const notBuilt = 'The dashboard is not built: npm start builds it.\n';

/** Serves the built dashboard: pages that are never cached, and files whose names change with their content. */
export function dashboardRoutes(app: FastifyInstance, { files, publicUrl }: DashboardDependencies): void {
  const html = files?.get('index.html')?.content.toString('utf8') ?? null;

  for (const page of pages) {
    app.get(page, (_request, reply) => {
      if (html === null) return reply.code(503).type('text/plain; charset=utf-8').send(notBuilt);
      const nonce = randomBytes(16).toString('base64url');
      return reply
        .header('content-security-policy', contentSecurityPolicy(nonce))
        .header('x-content-type-options', 'nosniff')
        .header('referrer-policy', 'same-origin')
        .header('cache-control', 'no-store')
        .type('text/html; charset=utf-8')
        .send(pageWith(html, nonce, publicUrl));
    });
  }

  for (const [path, file] of files ?? []) {
    if (path === 'index.html') continue;
    const cache = path.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'public, max-age=3600';
    app.get(`/${path}`, (request, reply) => sendFile(request, reply.header('cache-control', cache), file));
  }
}

function sendFile(request: FastifyRequest, reply: FastifyReply, file: BuiltFile): FastifyReply {
  reply.header('etag', file.etag).header('vary', 'accept-encoding').header('x-content-type-options', 'nosniff');
  if (request.headers['if-none-match'] === file.etag) return reply.code(304).send();
  reply.type(file.type);
  const accepted = request.headers['accept-encoding'] ?? '';
  if (file.brotli !== null && /\bbr\b/.test(accepted)) return reply.header('content-encoding', 'br').send(file.brotli);
  if (file.gzip !== null && /\bgzip\b/.test(accepted)) return reply.header('content-encoding', 'gzip').send(file.gzip);
  return reply.send(file.content);
}
