import type { EventResult } from '@otkuda/contract';
import { deadlineOf } from '../../destinations/deadline.ts';
import type { Cause, Identity, Person } from '../../destinations/outgoing.ts';
import type { DestinationConfig, ProjectConfig } from '../../directory/config-types.ts';
import { uuidv7 } from '../../domain/uuid.ts';
import type { PlannedGoal } from '../records.ts';
import type { ConversionRow } from '../rows.ts';

const dayMs = 86_400_000;

/** Something to be told to one destination. */
export interface Occasion {
  readonly project: ProjectConfig;
  readonly destination: DestinationConfig;
  readonly cause: Cause;
  readonly target: string;
  readonly happenedMs: number;
  readonly person: Person;
  /** When the last attributed start or join was, which windows count from; null: there was none. */
  readonly touchedMs: number | null;
  /** Null: a press of a link, which is no event of a subscriber. */
  readonly eventId: string | null;
  readonly eventType: string | null;
  readonly result: EventResult | null;
  readonly amount: string | null;
  /** It cannot be told, whatever the destination says. */
  readonly obstacle: 'left_early' | null;
}

export interface PlanOptions {
  readonly nowMs: number;
  /** Longest wait of a conversion for its batch to fill, where the destination fills batches. */
  readonly flushMs: number;
}

/** A conversion that is pending, skipped or expired, with its reason. */
export function planGoal(
  occasion: Occasion,
  { nowMs, flushMs }: PlanOptions,
): { readonly row: ConversionRow; readonly planned: PlannedGoal } {
  const { project, destination, cause, target, happenedMs, person } = occasion;
  const { definition } = destination;
  const deadlineMs = deadlineOf(definition, happenedMs, person.clickedMs);
  const identity = definition.identify(person);
  const planned = decide(occasion, identity, deadlineMs < Math.max(nowMs, happenedMs));
  const pending = planned.state === 'pending';
  const waitsMs = definition.fillsBatches ? flushMs : 0;
  // A hop through the bot and the request to join that follows are one opening, whatever else is told once.
  const once = pending && (cause === 'open' || destination.oncePerSubscriber.has(cause));
  const row: ConversionRow = {
    projectId: project.projectId,
    conversionId: uuidv7(nowMs),
    destinationId: destination.destinationId,
    eventId: occasion.eventId,
    userId: person.userId,
    cause,
    target,
    eventType: occasion.eventType,
    result: occasion.result,
    happenedMs,
    value: valueTold(occasion),
    currency: project.currency,
    identity,
    clickId: person.clickId,
    clickedMs: person.clickedMs,
    // A press is told once per click, however often the button is pressed.
    onceKey:
      cause === 'press' && pending ? onceKeyOf(cause, person.clickId) : once ? onceKeyOf(cause, person.userId) : null,
    state: planned.state,
    reason: planned.state === 'pending' ? null : planned.reason,
    // Platforms refuse what has not happened yet, and a sender's clock may be ahead of ours.
    dueMs: pending ? Math.max(nowMs + waitsMs, happenedMs + 1_000) : null,
    deadlineMs: pending ? deadlineMs : null,
  };
  return { row, planned };
}

/** Null: nobody knows whose it was, so it cannot be known to have been told before. */
function onceKeyOf(cause: Cause, id: string | null): string | null {
  return id === null ? null : `${cause}:${id}`;
}

/** Platforms get a value only where it is positive; the negative one of a refund those that know refunds. */
function valueTold({ cause, amount, destination }: Occasion): string | null {
  if (amount === null || Number(amount) === 0) return null;
  if (!amount.startsWith('-')) return amount;
  return cause === 'refund' && destination.definition.takesRefunds ? amount : null;
}

function decide(
  { project, destination, cause, target, happenedMs, touchedMs, obstacle }: Occasion,
  identity: Identity | null,
  late: boolean,
): PlannedGoal {
  const { windowDays, definition } = destination;
  if (obstacle !== null) return { state: 'skipped', reason: obstacle };
  if (touchedMs !== null && happenedMs > touchedMs + windowDays * dayMs) {
    return { state: 'expired', reason: 'window', windowDays, windowEndedMs: touchedMs + windowDays * dayMs };
  }
  if (identity === null) return { state: 'skipped', reason: 'no_identifier' };
  const refusal = definition.refusesTarget(target, null);
  if (refusal !== null) return { state: 'skipped', reason: refusal };
  if (cause === 'refund' && !definition.takesRefunds) return { state: 'skipped', reason: 'no_refunds' };
  if (project.mode === 'sandbox') return { state: 'skipped', reason: 'sandbox' };
  if (late) return { state: 'expired', reason: 'deadline', windowDays, windowEndedMs: happenedMs };
  return { state: 'pending' };
}
