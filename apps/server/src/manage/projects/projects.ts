import { sql } from 'kysely';
import { Type } from 'typebox';
import { workspacesOf } from '../../accounts/principal.ts';
import { answers, withBody } from '../answers.ts';
import type { Manage, ManageApp } from '../dependencies.ts';
import { listQuery, pageOf, readPage, toPage } from '../listing.ts';
import { principalOf } from '../principal-of.ts';
import { refuseIfAny } from '../problem.ts';
import { projectParams, requireProject } from './find-project.ts';
import { Project, selectProjects, shownProject } from './project-answer.ts';
import { NewProject, ProjectChange, projectViolations } from './project-body.ts';
import { changeProject, deleteProject, insertProject } from './store-project.ts';
import { timeZoneViolations } from './time-zone.ts';

const tags = ['Projects'];

/** Tracked bots and channels. */
export function projectRoutes(app: ManageApp, manage: Manage): void {
  const { db } = manage;
  const methodNames = new Set(manage.methods.flatMap((method) => method.names));

  app.post(
    '/projects',
    {
      schema: {
        tags,
        operationId: 'createProject',
        summary: 'Begins to track a bot or channel',
        body: NewProject,
        response: answers({ 201: Project }, withBody),
      },
    },
    async (request, reply) => {
      const { body } = request;
      refuseIfAny(projectViolations(body, body.platform, methodNames));
      refuseIfAny(await timeZoneViolations(db, body.time_zone));
      const projectId = await insertProject(manage, principalOf(request), body);
      return reply.code(201).send(shownProject(await requireProject(db, projectId)));
    },
  );

  app.get(
    '/projects',
    {
      schema: {
        tags,
        operationId: 'listProjects',
        summary: 'Your projects, the newest first',
        querystring: Type.Object(listQuery, { additionalProperties: false }),
        response: answers({ 200: pageOf(Project) }),
      },
    },
    async (request) => {
      const page = readPage(request.query, ['number']);
      const workspaces = workspacesOf(principalOf(request), 'viewer');
      const [before] = page.after ?? [];
      const rows = await selectProjects(db)
        .$if(before !== undefined, (select) => select.where('p.project_id', '<', before ?? ''))
        .$if(workspaces !== null, (select) => select.where(inWorkspaces(workspaces ?? [])))
        .orderBy('p.project_id', 'desc')
        .limit(page.limit + 1)
        .execute();
      return toPage(rows, page, (row) => [row.project_id], shownProject);
    },
  );

  app.get(
    '/projects/:project_id',
    {
      schema: {
        tags,
        operationId: 'getProject',
        summary: 'One project',
        params: projectParams,
        response: answers({ 200: Project }),
      },
    },
    async ({ params }) => shownProject(await requireProject(db, params.project_id)),
  );

  app.patch(
    '/projects/:project_id',
    {
      schema: {
        tags,
        operationId: 'changeProject',
        summary: 'Changes settings of a project',
        description:
          'Fields that are left out stay as they are. Platform and kind cannot be changed: make another project.',
        params: projectParams,
        body: ProjectChange,
        response: answers({ 200: Project }, withBody),
      },
    },
    async ({ params, body }) => {
      const known = await requireProject(db, params.project_id);
      refuseIfAny(projectViolations(body, known.platform, methodNames));
      refuseIfAny(await timeZoneViolations(db, body.time_zone));
      await changeProject(manage, known, body);
      return shownProject(await requireProject(db, params.project_id));
    },
  );

  app.delete(
    '/projects/:project_id',
    {
      config: { access: 'owner' },
      schema: {
        tags,
        operationId: 'deleteProject',
        summary: 'Deletes a project',
        description: 'Its keys answer 403 from now on, its links 404.',
        params: projectParams,
        response: answers({ 204: Type.Null() }),
      },
    },
    async ({ params }, reply) => {
      await deleteProject(manage, await requireProject(db, params.project_id));
      return reply.code(204).send(null);
    },
  );
}

/** Ids in one parameter, however many; a list without any finds nothing. */
function inWorkspaces(ids: readonly string[]) {
  return sql<boolean>`p.workspace_id = any(${[...ids]}::bigint[])`;
}
