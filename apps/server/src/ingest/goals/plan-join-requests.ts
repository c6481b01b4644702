import type { Person } from '../../destinations/outgoing.ts';
import type { ProjectConfig } from '../../directory/config-types.ts';
import type { JoinRequested } from '../../domain/signal.ts';
import { type Batch, keyOf } from '../batch.ts';
import { inviteLinkKey } from '../steps/load-invite-links.ts';
import { planClickGoals } from './plan-click-goals.ts';
import type { PlanOptions } from './plan-goal.ts';

/**
 * Requests to join a channel: whoever asks has opened the messenger, which is the goal `open`. There is no subscriber yet and no event;
 * such a conversion stands for the click of its invite link. The link stays leased: the join that follows takes it.
 */
export function planJoinRequests(batch: Batch, options: PlanOptions): void {
  for (const { request, signal } of batch.joinRequests()) {
    // A repeat, or one of a batch that has to be answered as before.
    if (request.follows !== null || request.outcome?.kind !== 'ignored') continue;
    const { project } = request.record;
    const { adSystem, person } = originOf(batch, project, signal);
    planClickGoals(batch, { project, cause: 'open', person, adSystem, happenedMs: signal.atMs }, options);
  }
}

/** The click or the tracking link of the invite link, as of the join that follows. */
function originOf(batch: Batch, { projectId, platform }: ProjectConfig, { userId, inviteLink }: JoinRequested) {
  const known = inviteLink === null ? undefined : batch.inviteLinks.get(inviteLinkKey(projectId, inviteLink));
  const click = known?.clickId == null ? undefined : batch.clicksById.get(keyOf(known.projectId, known.clickId));
  const person: Person = {
    platform,
    userId,
    ids: click?.ids ?? {},
    marks: click?.marks ?? known?.link?.marks ?? {},
    clickId: click?.clickId ?? null,
    clickedMs: click?.clickedMs ?? null,
  };
  return { adSystem: click?.adSystem ?? known?.link?.adSystem ?? null, person };
}
