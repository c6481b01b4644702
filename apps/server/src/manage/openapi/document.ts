import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import type { ManageDependencies } from '../dependencies.ts';
import { compatiblePaths } from './compatible-methods.ts';
import { nameSchemas } from './name-schemas.ts';

const description = `Two interfaces of one server.

**Management** (\`/api/v1\`): projects, keys, links, destinations and everything that was recorded. Send \`Authorization: Bearer <token>\`
with the token of \`OTKUDA_ADMIN_TOKEN\` or one made in the dashboard, or come with the dashboard's session. Errors are \`application/problem+json\` (RFC 9457): 400 names each field in \`errors\`, unknown
fields included, and 404 also stands for what belongs to another project. With \`Accept-Language: ru\` they are told in Russian. Lists take \`limit\` (at most 1000, 100 unless told) and
\`cursor\`, and answer \`{"items": […], "next_cursor": …}\`. Times are ISO 8601 in UTC, ids strings, sums decimal strings.

**Compatible** (\`/v1/{key}/{method}\`): the API of TGTrack, for bots and their constructors. Keys of MAX are also taken at
\`/API/bot-api/v1/{key}/{method}\`. Unknown fields are ignored, \`null\` counts as absent.`;

const tags = [
  { name: 'Projects', description: 'Tracked bots and channels' },
  { name: 'Keys', description: 'API keys of a project' },
  { name: 'Links', description: 'Tracking links' },
  { name: 'Messenger', description: 'The bot that the server runs for a project' },
  { name: 'Destinations', description: 'Connections to ad systems' },
  { name: 'Conversions', description: 'What is told to ad systems, and how it went' },
  { name: 'Requests', description: 'What arrived, and what became of it' },
  { name: 'Events', description: 'Facts about subscribers' },
  { name: 'Subscribers', description: 'The audience' },
  { name: 'Account', description: 'Signing in, and what is yours' },
  { name: 'Team', description: 'Who may see and change what' },
  { name: 'Reports', description: 'Where people came from, who stays, what it costs' },
  { name: 'Costs', description: 'What advertising costs' },
  { name: 'Report keys', description: 'Keys of the CSV reports' },
  { name: 'Compatible API', description: 'Methods that bots and constructors call' },
];

/** Collects the routes that are registered after it on the same instance, and serves the OpenAPI 3.1 document made of them. */
export async function openApiDocument(
  app: FastifyInstance,
  { publicUrl, methods }: Pick<ManageDependencies, 'publicUrl' | 'methods'>,
): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Otkuda', version: '1', description, license: { name: 'MIT', identifier: 'MIT' } },
      servers: [{ url: publicUrl }],
      tags,
      security: [{ bearer: [] }],
      components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
    },
    stripBasePath: false,
    transformObject: (document) => {
      if (!('openapiObject' in document)) throw new Error('an OpenAPI document was expected');
      const { openapiObject } = document;
      const paths = { ...openapiObject.paths, ...compatiblePaths(methods) };
      return nameSchemas({ ...openapiObject, paths });
    },
  });
  app.get('/api/openapi.json', { schema: { hide: true } }, async () => app.swagger());
}
