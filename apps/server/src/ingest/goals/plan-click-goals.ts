import type { AdSystem } from '@otkuda/contract';
import type { Cause, Person } from '../../destinations/outgoing.ts';
import type { DestinationConfig, ProjectConfig } from '../../directory/config-types.ts';
import type { Batch } from '../batch.ts';
import { type PlanOptions, planGoal } from './plan-goal.ts';

/** What a click led to before there was a subscriber. */
export interface ClickGoal {
  readonly project: ProjectConfig;
  readonly cause: Extract<Cause, 'press' | 'open'>;
  readonly person: Person;
  readonly adSystem: AdSystem | null;
  readonly happenedMs: number;
}

/** Plans it for every destination that wants to know: there is no subscriber yet and no event, the conversion stands for its click. */
export function planClickGoals(batch: Batch, goal: ClickGoal, options: PlanOptions): void {
  const { project, cause, person, adSystem, happenedMs } = goal;
  for (const destination of project.destinations) {
    const target = destination.goals[cause];
    if (target === undefined || !takesClicksOf(destination, adSystem)) continue;
    const nothing = { touchedMs: null, eventId: null, eventType: null, result: null, amount: null, obstacle: null };
    const occasion = { project, destination, cause, target, happenedMs, person, ...nothing };
    batch.conversions.push(planGoal(occasion, options).row);
  }
}

/** Whether a destination is told of what an ad system's click led to; null: of what no ad system's did. */
export function takesClicksOf({ scope, definition }: DestinationConfig, adSystem: AdSystem | null): boolean {
  return scope === 'all' || (adSystem !== null && adSystem === definition.adSystem);
}
