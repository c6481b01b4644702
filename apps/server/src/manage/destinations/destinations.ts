import { Type } from 'typebox';
import { dropUnneededAddresses } from '../../directory/unneeded-addresses.ts';
import { answers, withBody } from '../answers.ts';
import type { Manage, ManageApp } from '../dependencies.ts';
import { listQuery, pageOf, readPage, toPage } from '../listing.ts';
import { projectParams, requireProject } from '../projects/find-project.ts';
import { countConversions } from './count-conversions.ts';
import { Destination, destinationBodies, shownDestination } from './destination-answer.ts';
import { destinationParams, requireDestination, selectDestinations, showDestination } from './find-destination.ts';
import { changeDestination, insertDestination } from './store-destination.ts';

const tags = ['Destinations'];
const path = '/projects/:project_id/destinations';

/** Connections to ad systems. What can be done with one stands in destination-actions.ts. */
export function destinationRoutes(app: ManageApp, manage: Manage): void {
  const { db } = manage;
  const { NewDestination, DestinationChange } = destinationBodies(manage);

  app.post(
    path,
    {
      schema: {
        tags,
        operationId: 'createDestination',
        summary: 'Connects an ad system',
        params: projectParams,
        body: NewDestination,
        response: answers({ 201: Destination }, withBody),
      },
    },
    async ({ params, body }, reply) => {
      const { project_id } = await requireProject(db, params.project_id);
      const destination_id = await insertDestination(manage, project_id, body);
      return reply.code(201).send(await showDestination(manage, { project_id, destination_id }));
    },
  );

  app.get(
    path,
    {
      schema: {
        tags,
        operationId: 'listDestinations',
        summary: 'Destinations with counts of their conversions, the newest first',
        params: projectParams,
        querystring: Type.Object(listQuery, { additionalProperties: false }),
        response: answers({ 200: pageOf(Destination) }),
      },
    },
    async ({ params, query }) => {
      const { project_id } = await requireProject(db, params.project_id);
      const page = readPage(query, ['uuid']);
      const [before] = page.after ?? [];
      const rows = await selectDestinations(manage, project_id)
        .$if(before !== undefined, (select) => select.where('destination_id', '<', before ?? ''))
        .orderBy('destination_id', 'desc')
        .limit(page.limit + 1)
        .execute();
      const destinationIds = rows.map((row) => row.destination_id);
      const counts = await countConversions(db, project_id, destinationIds);
      return toPage(
        rows,
        page,
        (row) => [row.destination_id],
        (row) => shownDestination(manage, row, counts.get(row.destination_id) ?? new Map()),
      );
    },
  );

  app.get(
    `${path}/:destination_id`,
    {
      schema: {
        tags,
        operationId: 'getDestination',
        summary: 'One destination',
        params: destinationParams,
        response: answers({ 200: Destination }),
      },
    },
    ({ params }) => showDestination(manage, params),
  );

  app.patch(
    `${path}/:destination_id`,
    {
      schema: {
        tags,
        operationId: 'changeDestination',
        summary: 'Changes a destination',
        description:
          'Fields that are left out stay as they are; `goals` is replaced as a whole. New settings set it free where it waited ' +
          'for its owner, and what waits is sent at once.',
        params: destinationParams,
        body: DestinationChange,
        response: answers({ 200: Destination }, withBody),
      },
    },
    async ({ params, body }) => {
      await changeDestination(manage, await requireDestination(manage, params), body);
      return showDestination(manage, params);
    },
  );

  app.delete(
    `${path}/:destination_id`,
    {
      schema: {
        tags,
        operationId: 'deleteDestination',
        summary: 'Deletes a destination',
        description: 'Nothing more is sent to it. Its conversions stay listed.',
        params: destinationParams,
        response: answers({ 204: Type.Null() }),
      },
    },
    async ({ params }, reply) => {
      const { project_id, destination_id } = await requireDestination(manage, params);
      await manage.changeConfig(project_id, async (tx, client) => {
        await tx
          .updateTable('destinations')
          .set({ deleted_at: new Date(manage.now()) })
          .where('project_id', '=', project_id)
          .where('destination_id', '=', destination_id)
          .execute();
        await dropUnneededAddresses(client, manage.directory, project_id);
      });
      return reply.code(204).send(null);
    },
  );
}
