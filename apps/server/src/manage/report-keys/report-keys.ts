import { Type } from 'typebox';
import { answers } from '../answers.ts';
import type { Manage, ManageApp } from '../dependencies.ts';
import { listQuery, pageOf, readPage, toPage } from '../listing.ts';
import { projectParams, requireProject } from '../projects/find-project.ts';
import { requireRole } from '../require-role.ts';
import { ReportKey, shownReportKey } from './report-key-answer.ts';
import { insertReportKey, reportKeyParams, requireReportKey, revokeReportKey } from './store-report-key.ts';

const tags = ['Report keys'];
const path = '/projects/:project_id/report-keys';

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
      const { row, secret } = await insertReportKey(manage, project_id);
      return reply.code(201).send(shownReportKey(row, secret));
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
        (row) => shownReportKey(row),
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
        params: reportKeyParams,
        querystring: Type.Object(
          { reveal: Type.Optional(Type.Boolean({ description: 'true: show the whole key, to owners and editors' })) },
          { additionalProperties: false },
        ),
        response: answers({ 200: ReportKey }),
      },
    },
    async (request) => {
      const row = await requireReportKey(manage, request.params);
      if (request.query.reveal !== true) return shownReportKey(row);
      await requireRole(manage, request, row.project_id, 'editor');
      return shownReportKey(row, sealer.open(row.secret_sealed));
    },
  );

  app.delete(
    `${path}/:report_key_id`,
    {
      schema: {
        tags,
        operationId: 'revokeReportKey',
        summary: 'Revokes a key of the CSV reports',
        params: reportKeyParams,
        response: answers({ 204: Type.Null() }),
      },
    },
    async ({ params }, reply) => {
      await revokeReportKey(manage, await requireReportKey(manage, params));
      return reply.code(204).send(null);
    },
  );
}
