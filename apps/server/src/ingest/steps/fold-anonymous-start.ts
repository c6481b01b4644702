import { factMs } from '../../domain/membership.ts';
import type { AnonymousStart } from '../../domain/signal.ts';
import { uuidv7 } from '../../domain/uuid.ts';
import { type Batch, keyOf, type PendingRequest } from '../batch.ts';
import type { StoredOutcome } from '../records.ts';
import type { EventRow } from '../rows.ts';
import { touchOfStart } from './attribute.ts';
import { plannable } from './plannable.ts';

/** A start of nobody known: a touch, an event and its goals, all without a user; no subscriber, so nothing of a membership is counted. */
export function foldAnonymousStart(batch: Batch, request: PendingRequest, signal: AnonymousStart): StoredOutcome {
  const { project, requestId } = request.record;
  const { projectId } = project;
  const touch = touchOfStart(batch, { project, userId: null, atMs: factMs(signal.atMs) }, signal.startValue);
  batch.touches.push(touch);
  batch.sources.set(keyOf(projectId, touch.source.sourceId), touch);
  const event: EventRow = {
    ...{ projectId, eventId: uuidv7(batch.nowMs), userId: null, happenedMs: touch.touchedMs },
    ...{ kind: 'start', type: null, target: null, result: null, amount: null, labels: null, labelSetId: null },
    ...{ touchId: touch.touchId, sourceId: touch.source.sourceId, startValue: touch.startValue },
    ...{ fact: null, requestId },
  };
  batch.events.push(event);
  return plannable(batch, request, signal, event, null);
}
