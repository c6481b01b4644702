import { randomBytes } from 'node:crypto';
import type { Selectable } from 'kysely';
import { type Static, Type } from 'typebox';
import { hashKey } from '../../directory/directory.ts';
import { uuidv7 } from '../../domain/uuid.ts';
import { answers } from '../answers.ts';
import { inTransaction } from '../database.ts';
import type { ReportKeysTable } from '../database-tables.ts';
import type { Manage, ManageApp } from '../dependencies.ts';
import { isoTime, isoTimeOrNull, nullable, Time, Uuid } from '../fields.ts';
import { listQuery, pageOf, readPage, toPage } from '../listing.ts';
import { notFound } from '../problem.ts';
import { projectParams, requireProject } from '../projects/find-project.ts';
import { requireRole } from '../require-role.ts';

const tags = ['Report keys'];
const path = '/projects/:project_id/report-keys';
const keyParams = Type.Object({ ...projectParams.properties, report_key_id: Uuid });

const ReportKey = Type.Object(
  {
    id: Uuid,
    key_hint: Type.String({ description: 'the end of the key' }),
    key: Type.Optional(Type.String({ description: 'the whole key: when it is made, and where `reveal` asks for it' })),
    revoked_at: nullable(Time),
    created_at: Time,
  },
  { title: 'ReportKey' },
);

/** Keys of the CSV reports: they read reports of one project, and nothing else. */
export function reportKeyRoutes(app: ManageApp, manage: Manage): void {
  const { db, sealer } = manage;

  app.post(
    path,
    {
      schema: {
        tags,
        operationId: 'createReportKey',
        summary: 'Makes a key for the CSV reports',
        params: projectParams,
        response: answers({ 201: ReportKey }),
      },
    },
    async ({ params }, reply) => {
      const { project_id } = await requireProject(db, params.project_id);
      const secret = `otr_${randomBytes(24).toString('base64url')}`;
      return reply.code(201).send(shown(await insertKey(manage, project_id, secret), secret));
    },
  );

  app.get(
    path,
    {
      schema: {
        tags,
        operationId: 'listReportKeys',
        summary: 'Keys of the CSV reports, the newest first; revoked ones too',
        params: projectParams,
        querystring: Type.Object(listQuery, { additionalProperties: false }),
        response: answers({ 200: pageOf(ReportKey) }),
      },
    },
    async ({ params, query }) => {
      const page = readPage(query, ['uuid']);
      const [before] = page.after ?? [];
      await requireProject(db, params.project_id);
      const rows = await db
        .selectFrom('report_keys')
        .selectAll()
        .where('project_id', '=', params.project_id)
        .$if(before !== undefined, (select) => select.where('key_id', '<', before ?? ''))
        .orderBy('key_id', 'desc')
        .limit(page.limit + 1)
        .execute();
      return toPage(
        rows,
        page,
        (row) => [row.key_id],
        (row) => shown(row),
      );
    },
  );

  app.get(
    `${path}/:report_key_id`,
    {
      schema: {
        tags,
        operationId: 'getReportKey',
        summary: 'One key of the CSV reports',
        params: keyParams,
        querystring: Type.Object(
          { reveal: Type.Optional(Type.Boolean({ description: 'true: show the whole key, to owners and editors' })) },
          { additionalProperties: false },
        ),
        response: answers({ 200: ReportKey }),
      },
    },
    async (request) => {
      const row = await requireKey(manage, request.params);
      if (request.query.reveal !== true) return shown(row);
      await requireRole(manage, request, row.project_id, 'editor');
      return shown(row, sealer.open(row.secret_sealed));
    },
  );

  app.delete(
    `${path}/:report_key_id`,
    {
      schema: {
        tags,
        operationId: 'revokeReportKey',
        summary: 'Revokes a key of the CSV reports',
        params: keyParams,
        response: answers({ 204: Type.Null() }),
      },
    },
    async ({ params }, reply) => {
      const row = await requireKey(manage, params);
      await db
        .updateTable('report_keys')
        .set((eb) => ({ revoked_at: eb.fn.coalesce('revoked_at', eb.val(new Date(manage.now()))) }))
        .where('project_id', '=', row.project_id)
        .where('key_id', '=', row.key_id)
        .execute();
      return reply.code(204).send(null);
    },
  );
}

async function insertKey(
  { pool, sealer, now }: Manage,
  projectId: string,
  secret: string,
): Promise<Selectable<ReportKeysTable>> {
  const keyId = uuidv7(now());
  return inTransaction(pool, async (tx) => {
    await tx
      .insertInto('report_key_directory')
      .values({ key_hash: hashKey(secret), project_id: projectId, key_id: keyId })
      .execute();
    return tx
      .insertInto('report_keys')
      .values({
        project_id: projectId,
        key_id: keyId,
        secret_sealed: sealer.seal(secret),
        hint: secret.slice(-4),
        revoked_at: null,
        created_at: new Date(now()),
      })
      .returningAll()
      .executeTakeFirstOrThrow();
  });
}

async function requireKey(
  { db }: Manage,
  { project_id, report_key_id }: Static<typeof keyParams>,
): Promise<Selectable<ReportKeysTable>> {
  await requireProject(db, project_id);
  const row = await db
    .selectFrom('report_keys')
    .selectAll()
    .where('project_id', '=', project_id)
    .where('key_id', '=', report_key_id)
    .executeTakeFirst();
  if (row === undefined) throw notFound('report key', report_key_id);
  return row;
}

function shown(row: Selectable<ReportKeysTable>, secret?: string): Static<typeof ReportKey> {
  return {
    id: row.key_id,
    key_hint: `otr_…${row.hint}`,
    ...(secret === undefined ? {} : { key: secret }),
    revoked_at: isoTimeOrNull(row.revoked_at),
    created_at: isoTime(row.created_at),
  };
}
