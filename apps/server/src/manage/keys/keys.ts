import { Type } from 'typebox';
import { answers, withBody } from '../answers.ts';
import type { Manage, ManageApp } from '../dependencies.ts';
import { listQuery, pageOf, readPage, toPage } from '../listing.ts';
import { projectParams, requireProject } from '../projects/find-project.ts';
import { requireRole } from '../require-role.ts';
import { Key, NewKey, shownKey } from './key-answer.ts';
import { insertKey, keyParams, requireKey, revokeKey } from './store-key.ts';

const tags = ['Keys'];
const path = '/projects/:project_id/keys';

/** Keys of the compatible API. */
export function keyRoutes(app: ManageApp, manage: Manage): void {
  const { db, sealer } = manage;

  app.post(
    path,
    {
      schema: {
        tags,
        operationId: 'createKey',
        summary: 'Makes a key',
        description:
          'A sandbox key works on data of its own: nothing that is sent with it is counted or told to ad systems.',
        params: projectParams,
        body: NewKey,
        response: answers({ 201: Key }, withBody),
      },
    },
    async ({ params, body }, reply) => {
      const { project_id } = await requireProject(db, params.project_id);
      const { row, secret } = await insertKey(manage, project_id, body);
      return reply.code(201).send(shownKey(row, secret));
    },
  );

  app.get(
    path,
    {
      schema: {
        tags,
        operationId: 'listKeys',
        summary: 'Keys of a project, the newest first; revoked ones too',
        params: projectParams,
        querystring: Type.Object(listQuery, { additionalProperties: false }),
        response: answers({ 200: pageOf(Key) }),
      },
    },
    async ({ params, query }) => {
      const { project_id } = await requireProject(db, params.project_id);
      const page = readPage(query, ['uuid']);
      const [before] = page.after ?? [];
      const rows = await db
        .selectFrom('keys')
        .selectAll()
        .where('project_id', '=', project_id)
        .$if(before !== undefined, (select) => select.where('key_id', '<', before ?? ''))
        .orderBy('key_id', 'desc')
        .limit(page.limit + 1)
        .execute();
      return toPage(
        rows,
        page,
        (row) => [row.key_id],
        (row) => shownKey(row),
      );
    },
  );

  app.get(
    `${path}/:key_id`,
    {
      schema: {
        tags,
        operationId: 'getKey',
        summary: 'One key',
        params: keyParams,
        querystring: Type.Object(
          { reveal: Type.Optional(Type.Boolean({ description: 'true: show the whole key' })) },
          { additionalProperties: false },
        ),
        response: answers({ 200: Key }),
      },
    },
    async (request) => {
      const { params, query } = request;
      const row = await requireKey(manage, params);
      if (query.reveal === true) await requireRole(manage, request, row.project_id, 'editor');
      return query.reveal === true ? shownKey(row, sealer.open(row.secret_sealed)) : shownKey(row);
    },
  );

  app.delete(
    `${path}/:key_id`,
    {
      schema: {
        tags,
        operationId: 'revokeKey',
        summary: 'Revokes a key',
        description:
          'Calls with it answer 401 from now on. It stays in the list, and so do the requests that came with it.',
        params: keyParams,
        response: answers({ 204: Type.Null() }),
      },
    },
    async ({ params }, reply) => {
      await revokeKey(manage, await requireKey(manage, params));
      return reply.code(204).send(null);
    },
  );
}
