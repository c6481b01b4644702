import { randomBytes } from 'node:crypto';
import type { Selectable } from 'kysely';
import { type Static, Type } from 'typebox';
import { hashKey } from '../../directory/directory.ts';
import { uuidv7 } from '../../domain/uuid.ts';
import { answers, withBody } from '../answers.ts';
import type { KeysTable } from '../database-tables.ts';
import type { Manage, ManageApp } from '../dependencies.ts';
import { Uuid } from '../fields.ts';
import { listQuery, pageOf, readPage, toPage } from '../listing.ts';
import { notFound } from '../problem.ts';
import { projectParams, requireProject } from '../projects/find-project.ts';
import { requireRole } from '../require-role.ts';
import { Key, limitsDefault, NewKey, shownKey } from './key-answer.ts';
import { ensureSandboxTwin } from './sandbox-twin.ts';

const tags = ['Keys'];
const path = '/projects/:project_id/keys';
const keyParams = Type.Object({ ...projectParams.properties, key_id: Uuid });

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
      const row = await requireKey(manage, params);
      await manage.changeConfig(row.project_id, (tx) =>
        tx
          .updateTable('keys')
          .set((eb) => ({ revoked_at: eb.fn.coalesce('revoked_at', eb.val(new Date(manage.now()))) }))
          .where('project_id', '=', row.project_id)
          .where('key_id', '=', row.key_id)
          .execute(),
      );
      return reply.code(204).send(null);
    },
  );
}

async function requireKey(
  { db }: Manage,
  { project_id, key_id }: Static<typeof keyParams>,
): Promise<Selectable<KeysTable>> {
  await requireProject(db, project_id);
  const row = await db
    .selectFrom('keys')
    .selectAll()
    .where('project_id', '=', project_id)
    .where('key_id', '=', key_id)
    .executeTakeFirst();
  if (row === undefined) throw notFound('key', key_id);
  return row;
}

async function insertKey(
  manage: Manage,
  projectId: string,
  { mode = 'production', expires_at = null, limits, always_200 = false }: Static<typeof NewKey>,
): Promise<{ readonly row: Selectable<KeysTable>; readonly secret: string }> {
  const createdAt = new Date(manage.now());
  const expiresAt = expires_at === null ? null : new Date(expires_at);
  const secret = `otk_${randomBytes(24).toString('base64url')}`;
  const keyId = uuidv7(manage.now());
  const row = await manage.changeConfig(projectId, async (tx) => {
    if (mode === 'sandbox') await ensureSandboxTwin(tx, projectId, createdAt);
    await tx
      .insertInto('key_directory')
      .values({ key_hash: hashKey(secret), project_id: projectId, key_id: keyId })
      .execute();
    return tx
      .insertInto('keys')
      .values({
        project_id: projectId,
        key_id: keyId,
        mode,
        secret_sealed: manage.sealer.seal(secret),
        hint: secret.slice(-4),
        ...limitsDefault,
        ...limits,
        always_200,
        expires_at: expiresAt,
        revoked_at: null,
        created_at: createdAt,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
  });
  return { row, secret };
}
