import { type Static, Type } from 'typebox';
import { answers } from '../answers.ts';
import { selectConversions, shownConversion } from '../conversions/conversion-answer.ts';
import type { Manage, ManageApp } from '../dependencies.ts';
import { type Event, shownEvent } from '../events/event-answer.ts';
import { Uuid } from '../fields.ts';
import { listQuery, pageOf, readPage, toPage } from '../listing.ts';
import { notFound } from '../problem.ts';
import { projectParams, requireProjectOrTwin } from '../projects/find-project.ts';
import { touchesById } from '../touches.ts';
import {
  ListedRequest,
  outcomes,
  type Request,
  RequestWithOutcome,
  selectRequests,
  shownRequest,
} from './request-answer.ts';
import { outlinesOf } from './request-outline.ts';

const tags = ['Requests'];
const path = '/projects/:project_id/requests';
export const requestParams = Type.Object({ ...projectParams.properties, request_id: Uuid });

const listedBodyBytes = 4096;
const conversionsMax = 100;

/** The request log of the compatible API: what arrived, and what became of it. */
export function requestRoutes(app: ManageApp, manage: Manage): void {
  const { db } = manage;

  app.get(
    path,
    {
      schema: {
        tags,
        operationId: 'listRequests',
        summary: 'Calls of the compatible API, the newest first',
        description: 'Those with sandbox keys are listed under the `sandbox_id` of the project.',
        params: projectParams,
        querystring: Type.Object(
          { key_id: Type.Optional(Uuid), outcome: Type.Optional(Type.Enum([...outcomes])), ...listQuery },
          { additionalProperties: false },
        ),
        response: answers({ 200: pageOf(ListedRequest) }),
      },
    },
    async ({ params, query }) => {
      await requireProjectOrTwin(db, params.project_id);
      const { key_id, outcome } = query;
      const page = readPage(query, ['uuid']);
      const [before] = page.after ?? [];
      const rows = await selectRequests(db, params.project_id, listedBodyBytes)
        .$if(key_id !== undefined, (select) => select.where('key_id', '=', key_id ?? ''))
        .$if(outcome !== undefined, (select) => select.where('outcome', '=', outcome ?? 'accepted'))
        .$if(before !== undefined, (select) => select.where('request_id', '<', before ?? ''))
        .orderBy('request_id', 'desc')
        .limit(page.limit + 1)
        .execute();
      const outlines = await outlinesOf(
        db,
        params.project_id,
        rows.flatMap(({ event_id }) => event_id ?? []),
      );
      return toPage(
        rows,
        page,
        (row) => [row.request_id],
        (row) => ({ ...shownRequest(row), outline: outlines.get(row.event_id ?? '') ?? null }),
      );
    },
  );

  app.get(
    `${path}/:request_id`,
    {
      schema: {
        tags,
        operationId: 'getRequest',
        summary: 'One call, its whole body, and what became of it',
        params: requestParams,
        response: answers({ 200: RequestWithOutcome }),
      },
    },
    async ({ params }) => {
      const request = await requireRequest(manage, params);
      const { event_id } = request;
      if (event_id === null) return { ...request, event: null, conversions: [] };
      const conversions = await selectConversions(db, params.project_id)
        .where('event_id', '=', event_id)
        .orderBy('conversion_id')
        .limit(conversionsMax)
        .execute();
      return {
        ...request,
        event: await findEvent(manage, params.project_id, event_id),
        conversions: conversions.map(shownConversion),
      };
    },
  );
}

async function requireRequest(
  { db }: Manage,
  { project_id, request_id }: Static<typeof requestParams>,
): Promise<Static<typeof Request>> {
  await requireProjectOrTwin(db, project_id);
  const row = await selectRequests(db, project_id, null).where('request_id', '=', request_id).executeTakeFirst();
  if (row === undefined) throw notFound('request', request_id);
  return shownRequest(row);
}

async function findEvent({ db }: Manage, projectId: string, eventId: string): Promise<Static<typeof Event> | null> {
  const row = await db
    .selectFrom('events')
    .selectAll()
    .where('project_id', '=', projectId)
    .where('event_id', '=', eventId)
    .executeTakeFirst();
  return row === undefined ? null : shownEvent(row, await touchesById(db, projectId, [row.touch_id]));
}
