import { byDateThenArrival, sameStartMs } from '../../domain/membership.ts';
import type { Started } from '../../domain/signal.ts';
import { type Batch, keyOf, type PendingRequest, type SubscriberInWork } from '../batch.ts';
import type { EventRow, StoredFact } from '../rows.ts';
import { touchOfStart } from './attribute.ts';
import { noteHop } from './load-hops.ts';
import { withTouch } from './with-touch.ts';

/** The start of a minute ago that this one tells again, if there is one. Source: design, rules of dedupe. */
export function findSameStart(person: SubscriberInWork, signal: Started, atMs: number): StoredFact | null {
  if (signal.folds !== true) return null;
  const value = signal.startValue === '' ? null : signal.startValue;
  const same = person.facts.findLast(
    (fact) =>
      fact.kind === 'start' &&
      Math.abs(fact.atMs - atMs) <= sameStartMs &&
      (fact.startValue === value || fact.startValue === null || value === null) &&
      !person.facts.some((other) => other.kind === 'stop' && byDateThenArrival(fact, other) < 0 && other.atMs <= atMs),
  );
  return same ?? null;
}

/**
 * The value wins: a start that was stored without one gets the touch of the call that brings it, and its counts move to that source.
 * This is the one place where a stored event changes its touch: it is the same start, told twice. Answers with the event, if its
 * goals have to be planned anew.
 */
export function foldSameStart(
  batch: Batch,
  request: PendingRequest,
  signal: Started,
  person: SubscriberInWork,
  fact: StoredFact,
): EventRow | null {
  if (signal.startValue === '' || fact.startValue !== null) return null;
  const { project } = request.record;
  const { projectId } = project;
  const touch = touchOfStart(batch, { project, userId: signal.userId, atMs: fact.atMs }, signal.startValue);
  batch.touches.push(touch);
  batch.sources.set(keyOf(projectId, touch.source.sourceId), touch);
  if (project.kind === 'channel') noteHop(batch, projectId, signal.userId, touch);
  person.row = withTouch(person.row, touch, fact.touchId);
  person.changed = true;
  const fromSourceId = fact.sourceId;
  fact.touchId = touch.touchId;
  fact.sourceId = touch.source.sourceId;
  fact.startValue = touch.startValue;
  const event = eventOf(batch, request, signal, fact);
  if (fact.stored) {
    const effectBefore = batch.reweighed.get(fact.eventId)?.before ?? fact.effect;
    batch.retouched.set(fact.eventId, { projectId, fact, fromSourceId, effectBefore });
  }
  return event;
}

/** The start as it now is: replaced among those of this batch, or made up again for one that is stored. */
function eventOf(batch: Batch, request: PendingRequest, signal: Started, fact: StoredFact): EventRow {
  const at = batch.events.findIndex((event) => event.eventId === fact.eventId);
  const known = batch.events[at];
  const changed = { touchId: fact.touchId, sourceId: fact.sourceId, startValue: fact.startValue };
  if (known !== undefined) {
    const event = { ...known, ...changed };
    batch.events[at] = event;
    return event;
  }
  return {
    ...{
      projectId: request.record.project.projectId,
      eventId: fact.eventId,
      userId: signal.userId,
      happenedMs: fact.atMs,
    },
    ...{ kind: 'start', type: null, target: null, result: null, amount: null, labels: null, labelSetId: null },
    ...changed,
    fact,
    requestId: request.record.requestId,
  };
}
