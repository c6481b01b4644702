import { type Static, Type } from 'typebox';
import { answers, withBody } from '../answers.ts';
import type { Manage, ManageApp } from '../dependencies.ts';
import { Time, Uuid } from '../fields.ts';
import { Problem } from '../problem.ts';
import { projectParams, requireProject } from '../projects/find-project.ts';
import { conversionParams, requireConversion } from './conversions.ts';
import { replayAll, replayableStates, replayOnes } from './replay-conversions.ts';

const tags = ['Conversions'];
const path = '/projects/:project_id/conversions';

const ReplayFilter = Type.Object(
  {
    state: Type.Enum([...replayableStates]),
    destination_id: Type.Optional(Uuid),
    from: Type.Optional({ ...Time, description: 'by the time of the event' }),
    to: Type.Optional({ ...Time, description: 'not including' }),
  },
  { additionalProperties: false, title: 'ReplayFilter', examples: [{ state: 'failed' }] },
);

const Replayed = Type.Object(
  {
    replayed: Type.Integer({ description: 'are pending again' }),
    left: Type.Integer({
      description:
        'stay as they are: without an identifier that the ad system takes, past its deadline, of a deleted destination, or told ' +
        'once per subscriber by another conversion already',
    }),
  },
  { title: 'Replayed' },
);

/** Conversions that ended without being told, sent again. Only those of production: a sandbox tells nothing to anybody. */
export function replayRoutes(app: ManageApp, manage: Manage): void {
  app.post(
    `${path}/:conversion_id/replay`,
    {
      schema: {
        tags,
        operationId: 'replayConversion',
        summary: 'Sends a conversion again',
        description: 'An `uncertain` one may have arrived: compare with the report of the ad system first.',
        params: conversionParams,
        response: answers({ 202: Replayed }, ['conflict']),
      },
    },
    async ({ params }, reply) => {
      await requireProject(manage.db, params.project_id);
      const { id, state } = await requireConversion(manage, params);
      if (!replayableStates.some((replayable) => replayable === state)) {
        throw new Problem(
          'conflict',
          `the conversion is ${state}: only ${replayableStates.join(', ')} ones are sent again`,
        );
      }
      const counts = await replayOnes(manage, params.project_id, [id]);
      manage.wakeDelivery();
      return reply.code(202).send(counts);
    },
  );

  app.post(
    `${path}/replay`,
    {
      schema: {
        tags,
        operationId: 'replayConversions',
        summary: 'Sends all conversions in a state again',
        params: projectParams,
        body: ReplayFilter,
        response: answers({ 202: Replayed }, withBody),
      },
    },
    async ({ params, body }, reply) => {
      const { project_id } = await requireProject(manage.db, params.project_id);
      const counts = await replayAll(manage, project_id, filterOf(body));
      manage.wakeDelivery();
      return reply.code(202).send(counts);
    },
  );
}

function filterOf({ state, destination_id, from, to }: Static<typeof ReplayFilter>) {
  return {
    state,
    destinationId: destination_id ?? null,
    from: from === undefined ? null : new Date(from),
    to: to === undefined ? null : new Date(to),
  };
}
