import type { ProjectConfig } from '../../directory/config-types.ts';
import { type Batch, type ClickFacts, keyOf } from '../batch.ts';
import { planClickGoals } from './plan-click-goals.ts';
import type { PlanOptions } from './plan-goal.ts';

/** Whether anybody wants to know of presses: then the clicks behind them are loaded. */
export function wantsPresses({ destinations }: ProjectConfig): boolean {
  return destinations.some(({ goals }) => goals.press !== undefined);
}

/**
 * Presses: a person's click on a tracking link, and on the button of a page with the snippet. There is no subscriber yet and no event:
 * such a conversion stands for its click alone.
 */
export function planPresses(batch: Batch, options: PlanOptions): void {
  for (const click of batch.clicks) {
    // A visit of a page is no press: that comes later, or never.
    if (click.project !== undefined && click.via === 'link' && click.machine === null)
      press(batch, click.project, click, click.clickedMs, options);
  }
  for (const { project, clickId, pressedMs } of batch.presses) {
    const click = batch.clicksById.get(keyOf(project.projectId, clickId));
    if (click !== undefined) press(batch, project, click, pressedMs, options);
  }
}

type PressedClick = Pick<ClickFacts, 'clickId' | 'clickedMs' | 'adSystem' | 'ids' | 'marks'>;

function press(
  batch: Batch,
  project: ProjectConfig,
  { clickId, clickedMs, adSystem, ids, marks }: PressedClick,
  pressedMs: number,
  options: PlanOptions,
): void {
  const person = { platform: project.platform, userId: null, ids, marks, clickId, clickedMs };
  planClickGoals(batch, { project, cause: 'press', person, adSystem, happenedMs: pressedMs }, options);
}
