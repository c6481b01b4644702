import { type Static, Type } from 'typebox';
import { Check } from 'typebox/value';
import type { Destination } from '../../destinations/destination.ts';
import { GoalName, goalsByEvent } from '../fields.ts';
import type { Violation } from '../problem.ts';

/** Which goal of the ad system is told for what happened. */
export const Goals = Type.Object(
  {
    start: Type.Optional(GoalName),
    join: Type.Optional(GoalName),
    press: Type.Optional(GoalName),
    open: Type.Optional(GoalName),
    stay: Type.Optional(
      Type.Object(
        { goal: GoalName, after_hours: Type.Integer({ minimum: 1, maximum: 8760 }) },
        { additionalProperties: false },
      ),
    ),
    leave: Type.Optional(GoalName),
    events: Type.Optional(goalsByEvent),
  },
  { additionalProperties: false, title: 'Goals', examples: [{ start: 'bot_start', events: { sale: 'purchase' } }] },
);

/** As stored. What an older version or a hand wrote otherwise is not shown as if it worked. */
export function shownGoals(stored: unknown): Static<typeof Goals> {
  return Check(Goals, stored) ? stored : {};
}

/** Each goal with its field. */
function namedGoals(goals: Static<typeof Goals>): ReadonlyArray<readonly [string, string]> {
  const { stay, events, ...single } = goals;
  return [
    ...Object.entries(single),
    ...(stay === undefined ? [] : [['stay.goal', stay.goal] as const]),
    ...Object.entries(events ?? {}).map(([type, goal]) => [`events.${type}`, goal] as const),
  ];
}

/** What the ad system is told, each name once. */
export function goalNames(goals: Static<typeof Goals>): string[] {
  return [...new Set(namedGoals(goals).map(([, goal]) => goal))];
}

/** Names of goals that the platform would refuse. */
export function goalViolations(destination: Destination, settings: unknown, goals: Static<typeof Goals>): Violation[] {
  return namedGoals(goals).flatMap(([field, goal]) => {
    const refusal = destination.refusesTarget(goal, settings);
    return refusal === null ? [] : [{ field: `goals.${field}`, expected: `a goal the platform takes (${refusal})` }];
  });
}
