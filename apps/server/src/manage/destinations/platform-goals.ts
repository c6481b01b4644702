import { Type } from 'typebox';
import { answers } from '../answers.ts';
import type { Manage, ManageApp } from '../dependencies.ts';
import { nullable } from '../fields.ts';
import { notFound, Problem } from '../problem.ts';
import { destinationParams, requireDestination } from './find-destination.ts';
import { goalNames, shownGoals } from './goals.ts';

const GoalsMade = Type.Object(
  {
    reason: nullable(Type.String({ description: 'why goals were not made; null: all went well' })),
    detail: nullable(Type.String({ description: "the platform's words about it" })),
    goals: Type.Array(
      Type.Object({
        goal: Type.String(),
        state: Type.Enum(['exists', 'made', 'wrong_condition', 'not_made'], {
          description:
            '`wrong_condition`: there is a goal of this identifier that takes no conversions; change its condition to "matches" in the counter',
        }),
      }),
    ),
  },
  { title: 'GoalsMade' },
);

/** Making the goals of a destination at its platform. */
export function platformGoalRoutes(app: ManageApp, manage: Manage): void {
  app.post(
    '/projects/:project_id/destinations/:destination_id/goals',
    {
      schema: {
        tags: ['Destinations'],
        operationId: 'makePlatformGoals',
        summary: 'Makes the goals that the ad system does not have yet',
        description:
          'For `yandex_metrica`: goals of the type "JavaScript event" with the condition "matches", one for each name in `goals`. Conversions ' +
          'that failed with `goal_not_found` can be sent again then.',
        params: destinationParams,
        response: answers({ 200: GoalsMade }, ['conflict']),
      },
    },
    async ({ params }) => {
      const { project_id, destination_id, goals } = await requireDestination(manage, params);
      const made = await manage.makeGoals(project_id, destination_id, goalNames(shownGoals(goals)));
      switch (made.kind) {
        case 'unknown':
          throw notFound('destination', destination_id);
        case 'unfit':
          throw new Problem(
            'conflict',
            'this ad system has no goals that can be made by a call: make them there by hand',
          );
        case 'report':
          return { ...made.report, goals: [...made.report.goals] };
      }
    },
  );
}
