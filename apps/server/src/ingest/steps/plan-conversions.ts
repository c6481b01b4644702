import type { Person } from '../../destinations/outgoing.ts';
import type { DestinationConfig } from '../../directory/config-types.ts';
import type { Batch, FoldedSignal } from '../batch.ts';
import { takesClicksOf } from '../goals/plan-click-goals.ts';
import { type PlanOptions, planGoal } from '../goals/plan-goal.ts';
import { planJoinRequests } from '../goals/plan-join-requests.ts';
import { planPresses } from '../goals/plan-presses.ts';
import { leftBefore, noteLeave } from '../goals/stays.ts';
import { type Wish, wishesOf } from '../goals/wishes.ts';
import type { PlannedGoal, UnsentReason } from '../records.ts';
import { organicSource } from '../source.ts';

/** Touch × destinations × windows → conversions that are pending, skipped or expired, each with its reason. */
export function planConversions(flushMs: number): (batch: Batch) => void {
  return (batch) => {
    const options = { nowMs: batch.nowMs, flushMs };
    planPresses(batch, options);
    planJoinRequests(batch, options);
    for (const folded of batch.folded) {
      planSignal(batch, folded, options);
      noteLeave(batch, folded);
    }
  };
}

function planSignal(batch: Batch, folded: FoldedSignal, options: PlanOptions): void {
  const named: PlannedGoal[] = [];
  for (const destination of folded.request.record.project.destinations) {
    if (!takesClicksOf(destination, folded.touch?.adSystem ?? null)) continue;
    for (const wish of wishesOf(destination, folded)) {
      const conversion = plan(batch, folded, destination, wish, options);
      batch.conversions.push(conversion.row);
      if (wish.named) named.push(conversion.planned);
    }
  }
  folded.outcome.named = named;
  if (folded.event.target !== null && named.length === 0) folded.outcome.unsent = unsentReason(folded);
}

function unsentReason({ touch, event }: FoldedSignal): UnsentReason {
  if (touch !== null) return 'no_destination';
  return event.sourceId === organicSource.sourceId ? 'organic' : 'unknown_source';
}

function plan(
  batch: Batch,
  folded: FoldedSignal,
  destination: DestinationConfig,
  { target, cause, afterMs }: Wish,
  options: PlanOptions,
) {
  const { request, event, touch } = folded;
  const happenedMs = event.happenedMs + afterMs;
  return planGoal(
    {
      project: request.record.project,
      destination,
      cause,
      target,
      happenedMs,
      person: personOf(folded),
      touchedMs: touch?.touchedMs ?? null,
      eventId: event.eventId,
      eventType: event.type,
      result: event.result,
      amount: event.amount,
      obstacle: afterMs > 0 && leftBefore(batch, folded, happenedMs) ? 'left_early' : null,
    },
    options,
  );
}

/** Ids learnt after the click are among those of the touch. */
function personOf({ request, event, touch }: FoldedSignal): Person {
  return {
    platform: request.record.project.platform,
    userId: event.userId,
    ids: touch?.ids ?? {},
    marks: touch?.marks ?? {},
    clickId: touch?.clickId ?? null,
    clickedMs: touch?.clickedMs ?? null,
  };
}
