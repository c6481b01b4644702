import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify';

/** No address but the server's own: the page works offline, and nobody learns that it was opened. Styles are set by script. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const settings = {
  withDefaultFonts: false,
  telemetry: false,
  hideClientButton: true,
  showDeveloperTools: 'never',
  agent: { disabled: true },
  mcp: { disabled: true },
};

/** The page at `/api/docs` that shows the OpenAPI document. `publicUrl` may have a path, where a proxy serves it under one. */
export function docsPage(app: FastifyInstance, publicUrl: string): void {
  const base = `${new URL(publicUrl).pathname.replace(/\/$/, '')}/api`;
  const html = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Otkuda API</title></head>
<body><div id="app"></div><script src="${base}/docs/scalar.js"></script><script src="${base}/docs/start.js"></script></body>
</html>
`;
  const start = `Scalar.createApiReference('#app', ${JSON.stringify({ url: `${base}/openapi.json`, ...settings })})\n`;
  const hidden = { schema: { hide: true } };

  app.get('/api/docs', hidden, (_request, reply) => send(reply, 'text/html; charset=utf-8', html));
  app.get('/api/docs/start.js', hidden, (_request, reply) => send(reply, 'text/javascript; charset=utf-8', start));
  let bundle: Promise<Buffer> | undefined;
  app.get('/api/docs/scalar.js', hidden, async (_request, reply) => {
    bundle ??= loadBundle();
    reply.header('content-encoding', 'gzip').header('cache-control', 'public, max-age=86400');
    return send(reply, 'text/javascript; charset=utf-8', await bundle);
  });
}

function send(reply: FastifyReply, type: string, content: string | Buffer): FastifyReply {
  return reply.header('content-security-policy', policy).type(type).send(content);
}

/**
 * The script stands as text in a plugin that takes 30 MB and a tenth of a second to load: nobody pays for it who does not look at
 * the page. The plugin's own page is not used, since it needs inline scripts.
 */
async function loadBundle(): Promise<Buffer> {
  const { default: plugin } = await import('@scalar/fastify-api-reference');
  const carrier = Fastify();
  await carrier.register(plugin, { routePrefix: '/page', configuration: { url: '/' } });
  const { body } = await carrier.inject('/page/js/scalar.js');
  await carrier.close();
  return promisify(gzip)(body);
}
