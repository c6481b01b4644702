import { Type } from 'typebox';
import { answers } from '../answers.ts';
import type { Manage, ManageApp } from '../dependencies.ts';
import { isoTime, isoTimeOrNull, nullable, Time, Uuid } from '../fields.ts';
import { listQuery, pageOf, readPage, toPage } from '../listing.ts';
import { projectParams, requireProject } from '../projects/find-project.ts';

const Notice = Type.Object(
  {
    id: Uuid,
    destination_id: Uuid,
    kind: Type.Enum(['needs_owner', 'failing', 'token_expires']),
    reason: Type.String(),
    waiting: Type.Integer({ description: 'conversions that waited when it began' }),
    begun_at: Time,
    ended_at: nullable({ ...Time, description: 'null: it is so still' }),
  },
  { title: 'DestinationNotice' },
);

/** What was wrong with destinations, and what is: each trouble once, from its beginning to its end. */
export function destinationNoticeRoutes(app: ManageApp, { db }: Manage): void {
  app.get(
    '/projects/:project_id/destination-notices',
    {
      schema: {
        tags: ['Destinations'],
        operationId: 'listDestinationNotices',
        summary: 'Troubles of destinations, the newest first',
        params: projectParams,
        querystring: Type.Object(
          { open: Type.Optional(Type.Boolean({ description: 'only those that last' })), ...listQuery },
          { additionalProperties: false },
        ),
        response: answers({ 200: pageOf(Notice) }),
      },
    },
    async ({ params, query }) => {
      await requireProject(db, params.project_id);
      const page = readPage(query, ['uuid']);
      const [before] = page.after ?? [];
      const rows = await db
        .selectFrom('destination_notices')
        .selectAll()
        .where('project_id', '=', params.project_id)
        .$if(query.open === true, (select) => select.where('ended_at', 'is', null))
        .$if(before !== undefined, (select) => select.where('notice_id', '<', before ?? ''))
        .orderBy('notice_id', 'desc')
        .limit(page.limit + 1)
        .execute();
      return toPage(
        rows,
        page,
        (row) => [row.notice_id],
        (row) => ({
          id: row.notice_id,
          destination_id: row.destination_id,
          kind: row.kind,
          reason: row.reason,
          waiting: row.waiting,
          begun_at: isoTime(row.begun_at),
          ended_at: isoTimeOrNull(row.ended_at),
        }),
      );
    },
  );
}
