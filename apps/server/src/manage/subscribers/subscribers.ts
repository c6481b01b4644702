import { type Static, Type } from 'typebox';
import { answers } from '../answers.ts';
import { Conversion, selectConversions, shownConversion } from '../conversions/conversion-answer.ts';
import type { Manage, ManageApp } from '../dependencies.ts';
import { Event } from '../events/event-answer.ts';
import { selectEvents } from '../events/select-events.ts';
import { Time, UserId } from '../fields.ts';
import { listQuery, pageOf, readPage } from '../listing.ts';
import { notFound } from '../problem.ts';
import { projectParams, requireProjectOrTwin } from '../projects/find-project.ts';
import { streamTable, wantsTable } from '../reports/as-table.ts';
import { filterOf, filterQuery, formatQuery } from '../reports/report-query.ts';
import { Touch, touchesById, touchesOf } from '../touches.ts';
import { erasePerson } from './erase-person.ts';
import { subscriberLines } from './export-subscribers.ts';
import { orders, selectSubscribers } from './select-subscribers.ts';
import { Subscriber, shownSubscriber, statuses } from './subscriber-answer.ts';

const tags = ['Subscribers'];
const path = '/projects/:project_id/subscribers';
const subscriberParams = Type.Object({ ...projectParams.properties, user_id: UserId });

const Dossier = Type.Object(
  {
    subscriber: Subscriber,
    touches: Type.Array(Touch, { description: 'the newest first, at most 100' }),
    timeline: pageOf(Event),
    conversions: Type.Array(Conversion, { description: 'the newest first, at most 100' }),
  },
  { title: 'Dossier' },
);
const shownMax = 100;

/** The audience. */
export function subscriberRoutes(app: ManageApp, manage: Manage): void {
  const { db } = manage;

  app.get(
    path,
    {
      schema: {
        tags,
        operationId: 'listSubscribers',
        summary: 'Subscribers, the latest first',
        description:
          'A source is that of the first touch. As a table (`format=csv`) it has all of them, of any number.',
        params: projectParams,
        querystring: Type.Object(
          {
            status: Type.Optional(Type.Enum([...statuses])),
            ...filterQuery,
            joined_from: Type.Optional({ ...Time, description: 'by the first join' }),
            joined_to: Type.Optional({ ...Time, description: 'not including' }),
            q: Type.Optional(
              Type.String({ maxLength: 200, description: 'part of a name, of the username or of the user id' }),
            ),
            sort: Type.Optional(
              Type.Enum([...orders], {
                default: 'seen',
                description: 'the latest first: by when they were first seen, joined first, or joined or left last',
              }),
            ),
            ...listQuery,
            ...formatQuery,
          },
          { additionalProperties: false },
        ),
        response: answers({ 200: pageOf(Subscriber) }),
      },
    },
    async (request, reply) => {
      const { params, query } = request;
      const page = readPage(query, ['time', 'text']);
      await requireProjectOrTwin(db, params.project_id);
      const { status, joined_from: joinedFrom, joined_to: joinedTo, q, sort: order = 'seen' } = query;
      const filter = { status, source: filterOf(query), joinedFrom, joinedTo, text: q };
      if (!wantsTable(request)) return selectSubscribers(db, params.project_id, filter, page, order);
      return streamTable(reply, 'subscribers', subscriberLines(db, params.project_id, filter, order));
    },
  );

  app.get(
    `${path}/:user_id`,
    {
      schema: {
        tags,
        operationId: 'getSubscriber',
        summary: 'The dossier of a subscriber: who it is, where from, what happened, what was told to ad systems',
        description: 'More of the timeline: GET …/events?user_id= with the `next_cursor` of the timeline.',
        params: subscriberParams,
        response: answers({ 200: Dossier }),
      },
    },
    ({ params }) => readDossier(manage, params),
  );

  app.delete(
    `${path}/:user_id`,
    {
      schema: {
        tags,
        operationId: 'eraseSubscriber',
        summary: 'Erases a person',
        description:
          'Name, ids, bodies of requests, texts of attempts and stored answers are gone for good; what waited to be told to ad ' +
          'systems is not told. Counts stay: the person goes on in them under a made-up id.',
        params: subscriberParams,
        response: answers({ 204: Type.Null() }),
      },
    },
    async ({ params }, reply) => {
      await requireProjectOrTwin(db, params.project_id);
      const erased = await erasePerson(manage, params.project_id, params.user_id);
      if (!erased) throw notFound('subscriber', params.user_id);
      return reply.code(204).send(null);
    },
  );
}

async function readDossier(
  { db }: Manage,
  { project_id, user_id }: Static<typeof subscriberParams>,
): Promise<Static<typeof Dossier>> {
  await requireProjectOrTwin(db, project_id);
  const row = await db
    .selectFrom('subscribers')
    .selectAll()
    .where('project_id', '=', project_id)
    .where('user_id', '=', user_id)
    .executeTakeFirst();
  if (row === undefined) throw notFound('subscriber', user_id);
  const conversions = await selectConversions(db, project_id)
    .where('user_id', '=', user_id)
    .orderBy('conversion_id', 'desc')
    .limit(shownMax)
    .execute();
  return {
    subscriber: shownSubscriber(row, await touchesById(db, project_id, [row.first_touch_id, row.last_touch_id])),
    touches: await touchesOf(db, project_id, user_id, shownMax),
    timeline: await selectEvents(db, project_id, { userId: user_id }, { limit: shownMax, after: null }),
    conversions: conversions.map(shownConversion),
  };
}
