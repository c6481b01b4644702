import { createServer } from 'node:http';
import helmet from '@fastify/helmet';
import Fastify, { type FastifyInstance } from 'fastify';
import { envelope } from './api/envelope.ts';
import { type LastEventsDependencies, lastEventsRoutes } from './api/last-events/routes.ts';
import { type ReportCsvDependencies, reportCsvRoutes } from './api/report-csv/routes.ts';
import { type ApiDependencies, apiRoutes, retryAfterSeconds } from './api/routes.ts';
import { type DashboardDependencies, dashboardRoutes } from './dashboard/index.ts';
import { refuse } from './ingest/records.ts';
import { isStorageAway } from './ingest/storage-errors.ts';
import { type LandingDependencies, landingPages } from './links/landing/index.ts';
import { type LinkDependencies, trackingLinks } from './links/tracking-links.ts';
import { type ManageDependencies, manageRoutes } from './manage/index.ts';
import { type ObservabilityDependencies, observabilityRoutes } from './observability/routes.ts';

export interface AppDependencies {
  readonly trustProxy: boolean | string;
  readonly api: ApiDependencies & LastEventsDependencies;
  readonly links: LinkDependencies & LandingDependencies;
  readonly reportCsv: ReportCsvDependencies;
  readonly manage: ManageDependencies;
  /** Where messengers post the updates of the server's own bots. */
  readonly messengers: { routes(app: FastifyInstance): void };
  readonly observability: ObservabilityDependencies;
  readonly dashboard: DashboardDependencies;
  readonly log: (message: string, details: object) => void;
}

/** The HTTP server, from its parts; nothing here reads the environment or opens a connection. */
export async function buildApp(dependencies: AppDependencies): Promise<FastifyInstance> {
  const servedAsLink = trackingLinks(dependencies.links);
  const servedToPage = landingPages(dependencies.links);
  const app = Fastify({
    serverFactory: (handle) =>
      // Longer than proxies keep a connection (nginx: 60 s): whoever closes first must not be the one that is about to be called.
      createServer({ requestTimeout: 30_000, keepAliveTimeout: 72_000 }, (request, response) => {
        if (!servedAsLink(request, response) && !servedToPage(request, response)) handle(request, response);
      }),
    logger: false,
    trustProxy: dependencies.trustProxy === true ? true : dependencies.trustProxy || false,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 200 },
    // Keep-alive connections are ended by close(), so that a stop does not wait for idle clients.
    forceCloseConnections: 'idle',
    // Only handed out where something failed, so that it can be found in the log.
    genReqId: () => crypto.randomUUID(),
  });
  app.setErrorHandler((error, request, reply) => {
    const { statusCode = 500 } = error as { statusCode?: number };
    if (statusCode < 500) return reply.code(statusCode).type('text/plain').send('This request cannot be read.\n');
    dependencies.log('a request failed', { reference: request.id, error });
    reply.type('text/plain; charset=utf-8');
    if (!isStorageAway(error)) return reply.code(500).send(`A fault of the server. Reference: ${request.id}\n`);
    return reply.code(503).header('retry-after', retryAfterSeconds).send('Out of order for a moment, try again.\n');
  });
  app.setNotFoundHandler((request, reply) => {
    if (!/^\/(v1|API)\//.test(request.url)) return reply.code(404).type('text/plain').send('There is nothing here.\n');
    const answer = refuse('methodNotFound', 'the address must be /v1/<key>/<method>');
    const { status, body } = envelope(answer, null, false);
    return reply.code(status).type('application/json; charset=utf-8').send(body);
  });
  await app.register(async (scope) => apiRoutes(scope, dependencies.api));
  await app.register(async (scope) => reportCsvRoutes(scope, dependencies.reportCsv));
  await app.register(async (scope) => lastEventsRoutes(scope, dependencies.api));
  await app.register(async (scope) => {
    await scope.register(helmet);
    await manageRoutes(scope, dependencies.manage);
  });
  await app.register(async (scope) => dependencies.messengers.routes(scope));
  await app.register(async (scope) => observabilityRoutes(scope, dependencies.observability));
  await app.register(async (scope) => dashboardRoutes(scope, dependencies.dashboard));
  return app;
}
