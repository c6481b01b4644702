import type { Selectable } from 'kysely';
import { type Static, Type } from 'typebox';
import { answers, withBody } from '../answers.ts';
import type { LinksTable } from '../database-tables.ts';
import type { Manage, ManageApp } from '../dependencies.ts';
import { listQuery, pageOf, readPage, toPage } from '../listing.ts';
import { projectParams, requireProject } from '../projects/find-project.ts';
import { countLinks } from './count-links.ts';
import { linkParams, linksPath, requireLink, selectLinks } from './find-link.ts';
import { Link, LinkChange, NewLink, noCounts, shownLink } from './link-answer.ts';
import { changeLink, insertLink } from './store-link.ts';

const tags = ['Links'];
const path = linksPath;

/** Tracking links. */
export function linkRoutes(app: ManageApp, manage: Manage): void {
  const { db } = manage;

  app.post(
    path,
    {
      schema: {
        tags,
        operationId: 'createLink',
        summary: 'Makes a tracking link',
        params: projectParams,
        body: NewLink,
        response: answers({ 201: Link }, [...withBody, 'conflict']),
      },
    },
    async ({ params, body }, reply) => {
      const { project_id } = await requireProject(db, params.project_id);
      return reply.code(201).send(shownLink(manage, await insertLink(manage, project_id, body), noCounts));
    },
  );

  app.get(
    path,
    {
      schema: {
        tags,
        operationId: 'listLinks',
        summary: 'Tracking links with their counts, the newest first',
        params: projectParams,
        querystring: Type.Object(
          {
            archived: Type.Optional(Type.Boolean({ description: 'only archived ones, or only others' })),
            ...listQuery,
          },
          { additionalProperties: false },
        ),
        response: answers({ 200: pageOf(Link) }),
      },
    },
    async ({ params, query }) => {
      const { project_id } = await requireProject(db, params.project_id);
      const page = readPage(query, ['uuid']);
      const [before] = page.after ?? [];
      const rows = await selectLinks(manage, project_id)
        .$if(before !== undefined, (select) => select.where('link_id', '<', before ?? ''))
        .$if(query.archived !== undefined, (select) =>
          select.where('archived_at', query.archived ? 'is not' : 'is', null),
        )
        .orderBy('link_id', 'desc')
        .limit(page.limit + 1)
        .execute();
      const linkIds = rows.map((row) => row.link_id);
      const counts = await countLinks(db, project_id, linkIds);
      return toPage(
        rows,
        page,
        (row) => [row.link_id],
        (row) => shownLink(manage, row, counts.get(row.link_id) ?? noCounts),
      );
    },
  );

  app.get(
    `${path}/:link_id`,
    {
      schema: {
        tags,
        operationId: 'getLink',
        summary: 'One tracking link with its counts',
        params: linkParams,
        response: answers({ 200: Link }),
      },
    },
    async ({ params }) => showLink(manage, await requireLink(manage, params)),
  );

  app.patch(
    `${path}/:link_id`,
    {
      schema: {
        tags,
        operationId: 'changeLink',
        summary: 'Changes a tracking link',
        description:
          'Fields that are left out stay as they are; `utm` is replaced as a whole. The code stays. An archived link goes on working.',
        params: linkParams,
        body: LinkChange,
        response: answers({ 200: Link }, withBody),
      },
    },
    async ({ params, body }) => {
      await changeLink(manage, await requireLink(manage, params), body);
      return showLink(manage, await requireLink(manage, params));
    },
  );

  app.delete(
    `${path}/:link_id`,
    {
      schema: {
        tags,
        operationId: 'deleteLink',
        summary: 'Deletes a tracking link',
        description: 'Its address answers 404 from now on. What came by it stays counted, and its code stays taken.',
        params: linkParams,
        response: answers({ 204: Type.Null() }),
      },
    },
    async ({ params }, reply) => {
      const { project_id, link_id } = await requireLink(manage, params);
      await manage.changeConfig(project_id, (tx) =>
        tx
          .updateTable('links')
          .set({ deleted_at: new Date(manage.now()) })
          .where('project_id', '=', project_id)
          .where('link_id', '=', link_id)
          .execute(),
      );
      return reply.code(204).send(null);
    },
  );
}

async function showLink(manage: Manage, row: Selectable<LinksTable>): Promise<Static<typeof Link>> {
  const counts = await countLinks(manage.db, row.project_id, [row.link_id]);
  return shownLink(manage, row, counts.get(row.link_id) ?? noCounts);
}
