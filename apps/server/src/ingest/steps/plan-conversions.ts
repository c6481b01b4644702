import { deadlineOf } from '../../destinations/deadline.ts';
import type { Cause, Person } from '../../destinations/outgoing.ts';
import type { DestinationConfig, ProjectConfig } from '../../directory/config-types.ts';
import { uuidv7 } from '../../domain/uuid.ts';
import type { Batch, FoldedSignal } from '../batch.ts';
import type { PlannedGoal, UnsentReason } from '../records.ts';
import type { ConversionRow } from '../rows.ts';
import { organicSource } from '../source.ts';

const dayMs = 86_400_000;

/** A goal that something that happened means to a destination. */
interface Wish {
  readonly target: string;
  readonly cause: Cause;
  /** The caller named it, and its answer says what became of it. */
  readonly named: boolean;
}

/** Touch × destinations × windows → conversions that are pending, skipped or expired, each with its reason. */
export function planConversions(flushMs: number): (batch: Batch) => void {
  return (batch) => {
    for (const folded of batch.folded) planSignal(batch, folded, flushMs);
  };
}

function planSignal(batch: Batch, folded: FoldedSignal, flushMs: number): void {
  const { project } = folded.request.record;
  const named: PlannedGoal[] = [];
  for (const destination of project.destinations) {
    if (!takes(destination, folded)) continue;
    for (const wish of wishes(destination, folded)) {
      const conversion = plan(batch, folded, destination, wish, flushMs);
      batch.conversions.push(conversion.row);
      if (wish.named) named.push(conversion.planned);
    }
  }
  folded.outcome.named = named;
  if (folded.event.target !== null && named.length === 0) folded.outcome.unsent = unsentReason(folded);
}

function takes(destination: DestinationConfig, { touch }: FoldedSignal): boolean {
  if (destination.scope === 'all') return true;
  return touch !== null && touch.adSystem !== null && touch.adSystem === destination.definition.adSystem;
}

function unsentReason({ touch, event }: FoldedSignal): UnsentReason {
  if (touch !== null) return 'no_destination';
  return event.sourceId === organicSource.sourceId ? 'organic' : 'unknown_source';
}

function wishes({ goals }: DestinationConfig, { event }: FoldedSignal): Wish[] {
  switch (event.kind) {
    case 'start':
      return wish(goals.start, 'start');
    case 'join':
      return event.fact?.effect.counts === null ? [] : wish(goals.join, 'join');
    case 'stop':
    case 'leave':
      return event.fact?.effect.counts === null ? [] : wish(goals.leave, 'leave');
    case 'goal':
    case 'event':
    case 'refund': {
      const mapped = event.type === null ? undefined : goals.events?.[event.type];
      const named = event.target === null ? [] : [{ target: event.target, cause: event.kind, named: true }];
      return mapped === undefined || mapped === event.target ? named : [...named, ...wish(mapped, event.kind)];
    }
    case 'resume':
      return [];
  }
}

function wish(target: string | undefined, cause: Cause): Wish[] {
  return target === undefined ? [] : [{ target, cause, named: false }];
}

function plan(
  batch: Batch,
  folded: FoldedSignal,
  destination: DestinationConfig,
  { target, cause }: Wish,
  flushMs: number,
): { readonly row: ConversionRow; readonly planned: PlannedGoal } {
  const { event, touch } = folded;
  const { project } = folded.request.record;
  const { definition } = destination;
  const clickedMs = touch?.clickedMs ?? null;
  const deadlineMs = deadlineOf(definition, event.happenedMs, clickedMs);
  const identity = definition.identify(personOf(folded));
  const planned = decide(project, destination, folded, target, identity !== null, deadlineMs < batch.nowMs);
  const pending = planned.state === 'pending';
  const waitsMs = definition.fillsBatches ? flushMs : 0;
  const row: ConversionRow = {
    projectId: project.projectId,
    conversionId: uuidv7(batch.nowMs),
    destinationId: destination.destinationId,
    eventId: event.eventId,
    userId: event.userId,
    cause,
    target,
    eventType: event.type,
    result: event.result,
    happenedMs: event.happenedMs,
    value: event.amount !== null && !event.amount.startsWith('-') && Number(event.amount) > 0 ? event.amount : null,
    currency: project.currency,
    identity,
    clickId: touch?.clickId ?? null,
    clickedMs,
    onceKey: pending && destination.oncePerSubscriber.has(cause) ? onceKeyOf(cause, event.userId) : null,
    state: planned.state,
    reason: planned.state === 'pending' ? null : planned.reason,
    // Platforms refuse what has not happened yet, and a sender's clock may be ahead of ours.
    dueMs: pending ? Math.max(batch.nowMs + waitsMs, event.happenedMs + 1_000) : null,
    deadlineMs: pending ? deadlineMs : null,
  };
  return { row, planned };
}

/** Null: nobody knows whose start it was, so it cannot be known to have been told before. */
function onceKeyOf(cause: Cause, userId: string | null): string | null {
  return userId === null ? null : `${cause}:${userId}`;
}

function decide(
  project: ProjectConfig,
  destination: DestinationConfig,
  { event, touch }: FoldedSignal,
  target: string,
  identified: boolean,
  late: boolean,
): PlannedGoal {
  const { windowDays, definition } = destination;
  if (touch !== null && event.happenedMs > touch.touchedMs + windowDays * dayMs) {
    return { state: 'expired', reason: 'window', windowDays, windowEndedMs: touch.touchedMs + windowDays * dayMs };
  }
  if (!identified) return { state: 'skipped', reason: 'no_identifier' };
  const refusal = definition.refusesTarget(target, null);
  if (refusal !== null) return { state: 'skipped', reason: refusal };
  if (project.mode === 'sandbox') return { state: 'skipped', reason: 'sandbox' };
  if (late) return { state: 'expired', reason: 'deadline', windowDays, windowEndedMs: event.happenedMs };
  return { state: 'pending' };
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
