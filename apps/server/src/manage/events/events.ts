import { Type } from 'typebox';
import { answers } from '../answers.ts';
import type { Manage, ManageApp } from '../dependencies.ts';
import { Time, UserId } from '../fields.ts';
import { listQuery, pageOf, readPage } from '../listing.ts';
import { projectParams, requireProjectOrTwin } from '../projects/find-project.ts';
import { Event } from './event-answer.ts';
import { selectEvents } from './select-events.ts';

/** Facts about subscribers, with what each is attributed to. */
export function eventRoutes(app: ManageApp, { db }: Manage): void {
  app.get(
    '/projects/:project_id/events',
    {
      schema: {
        tags: ['Events'],
        operationId: 'listEvents',
        summary: 'Events by the time they happened, the newest first',
        params: projectParams,
        querystring: Type.Object(
          {
            type: Type.Optional(Type.String({ maxLength: 128, description: 'as `type` of the answer' })),
            user_id: Type.Optional(UserId),
            from: Type.Optional(Time),
            to: Type.Optional({ ...Time, description: 'not including' }),
            ...listQuery,
          },
          { additionalProperties: false },
        ),
        response: answers({ 200: pageOf(Event) }),
      },
    },
    async ({ params, query }) => {
      const page = readPage(query, ['time', 'uuid']);
      await requireProjectOrTwin(db, params.project_id);
      const { type, user_id: userId, from, to } = query;
      return selectEvents(db, params.project_id, { type, userId, from, to }, page);
    },
  );
}
