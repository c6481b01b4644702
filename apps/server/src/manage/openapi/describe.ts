import Fastify from 'fastify';
import pg from 'pg';
import { apiMethods } from '../../api/methods/index.ts';
import { destinationsByType } from '../../destinations/registry.ts';
import { LiveFigures } from '../../reports/live.ts';
import type { ManageDependencies } from '../dependencies.ts';
import { manageRoutes } from '../routes.ts';

/**
 * The OpenAPI document as text, without a server or a database: for what is generated from it. Routes are only described, never
 * called, so all that the description itself does not need is a function that does nothing.
 */
export async function describeManagement(): Promise<string> {
  const app = Fastify();
  await app.register((scope) => manageRoutes(scope, undescribed()));
  const { body } = await app.inject('/api/openapi.json');
  await app.close();
  return body;
}

function undescribed(): ManageDependencies {
  const known: Partial<ManageDependencies> = {
    publicUrl: 'http://localhost',
    trackingUrl: 'http://localhost',
    destinations: destinationsByType,
    methods: apiMethods,
    adminToken: null,
    // It is told to stop at the end; its pool never connects.
    live: new LiveFigures(new pg.Pool(), Date.now),
  };
  const nothing: object = new Proxy(() => nothing, {
    get: (_target, name) => (name === 'then' || typeof name === 'symbol' ? undefined : nothing),
  });
  return new Proxy(known, {
    get: (target, name) => (name in target ? Reflect.get(target, name) : nothing),
  }) as ManageDependencies;
}
