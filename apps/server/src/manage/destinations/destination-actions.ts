import { type Static, Type } from 'typebox';
import { freeDestination } from '../../delivery/index.ts';
import { answers } from '../answers.ts';
import type { Manage, ManageApp } from '../dependencies.ts';
import { nullable } from '../fields.ts';
import { notFound } from '../problem.ts';
import { Destination } from './destination-answer.ts';
import { destinationParams, requireDestination, showDestination } from './find-destination.ts';

const tags = ['Destinations'];
const path = '/projects/:project_id/destinations/:destination_id';

const TestAnswer = Type.Object(
  {
    ok: Type.Boolean(),
    class: Type.String(),
    reason: nullable(Type.String({ description: 'why not' })),
    status: nullable(
      Type.Integer({ description: 'HTTP status of the platform; null: no answer, or nothing was sent' }),
    ),
    answer: nullable(Type.String({ description: "the platform's answer, secrets masked" })),
  },
  { title: 'DestinationTest' },
);

/** What an owner can do with a destination: stop it, let it go on, try it. */
export function destinationActionRoutes(app: ManageApp, manage: Manage): void {
  app.post(
    `${path}/test`,
    {
      schema: {
        tags,
        operationId: 'testDestination',
        summary: 'Calls the platform once, to see whether the settings work',
        description:
          "Sends the platform's test event where it has such a thing, else looks. Reports are not changed by it.",
        params: destinationParams,
        response: answers({ 200: TestAnswer }),
      },
    },
    async ({ params }) => {
      const { project_id, destination_id } = await requireDestination(manage, params);
      const report = await manage.testDestination(project_id, destination_id);
      if (report === null) throw notFound('destination', destination_id);
      return report;
    },
  );

  app.post(
    `${path}/pause`,
    {
      schema: {
        tags,
        operationId: 'pauseDestination',
        summary: 'Stops sending; conversions wait',
        params: destinationParams,
        response: answers({ 200: Destination }),
      },
    },
    async ({ params }) => {
      await setState(manage, params, 'paused');
      return showDestination(manage, params);
    },
  );

  app.post(
    `${path}/resume`,
    {
      schema: {
        tags,
        operationId: 'resumeDestination',
        summary: 'Sends again; what waits is sent at once',
        description: 'Also for a destination that waited for its owner, where the cause was mended at the platform.',
        params: destinationParams,
        response: answers({ 200: Destination }),
      },
    },
    async ({ params }) => {
      await setState(manage, params, 'active');
      manage.wakeDelivery();
      return showDestination(manage, params);
    },
  );
}

async function setState(
  manage: Manage,
  params: Static<typeof destinationParams>,
  state: 'paused' | 'active',
): Promise<void> {
  const { project_id, destination_id } = await requireDestination(manage, params);
  await manage.changeConfig(project_id, async (tx, client) => {
    await tx
      .updateTable('destinations')
      .set({ state, state_reason: null })
      .where('project_id', '=', project_id)
      .where('destination_id', '=', destination_id)
      .execute();
    if (state === 'paused') return;
    await freeDestination(client, { projectId: project_id, destinationId: destination_id }, manage.now());
  });
}
