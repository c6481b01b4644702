import type { ProjectConfig } from '../../directory/config-types.ts';
import { factMs } from '../../domain/membership.ts';
import {
  type EventHappened,
  type GoalReached,
  isMembershipSignal,
  type MembershipSignal,
  type Signal,
  type Started,
} from '../../domain/signal.ts';
import { uuidv7 } from '../../domain/uuid.ts';
import { type Batch, keyOf, type PendingRequest, type SubscriberInWork } from '../batch.ts';
import type { SignalOutcome } from '../records.ts';
import type { EventRow, StoredFact, SubscriberRow, Touch } from '../rows.ts';
import { unknownSource } from '../source.ts';
import { touchOfJoin, touchOfStart } from './attribute.ts';
import { foldAnonymousStart } from './fold-anonymous-start.ts';
import { findSameStart, foldSameStart } from './fold-same-start.ts';
import { noteHop } from './load-hops.ts';
import { plannable } from './plannable.ts';
import { sortIn } from './sort-in.ts';
import { withProfile } from './with-profile.ts';
import { withTouch } from './with-touch.ts';

/**
 * Folds the signals over their subscribers in order of arrival, so that a goal sees the start before it in the same batch: states,
 * touches and events come out. Nothing here touches the database.
 */
export function foldSignals(batch: Batch): void {
  for (const request of [...batch.open()]) {
    const { reading } = request.record.task;
    if (reading.kind === 'ignored') {
      request.outcome = { kind: 'ignored', reason: reading.reason };
      request.userId = reading.userId;
      continue;
    }
    if (reading.kind === 'join_requested') {
      request.outcome = { kind: 'ignored', reason: 'join_request' };
      request.userId = reading.userId;
      continue;
    }
    const outcomes = reading.signals.map((signal) => foldSignal(batch, request, signal));
    const repeated = outcomes.length > 0 && outcomes.every((outcome) => outcome === 'repeated');
    request.outcome = repeated
      ? { kind: 'repeated' }
      : { kind: 'done', signals: outcomes.filter((one) => one !== 'repeated') };
  }
}

function foldSignal(batch: Batch, request: PendingRequest, signal: Signal): SignalOutcome | 'repeated' {
  const { project } = request.record;
  request.userId = signal.userId;
  if (signal.kind === 'anonymous_start') return foldAnonymousStart(batch, request, signal);
  const person = batch.subscribers.get(keyOf(project.projectId, signal.userId));
  if (person === undefined || (signal.kind === 'goal' && !person.exists)) {
    return { kind: 'no_such_user', userId: signal.userId };
  }
  if (!person.exists) {
    person.exists = true;
    person.changed = true;
  }
  const same = signal.kind === 'started' ? findSameStart(person, signal, factMs(signal.atMs)) : null;
  if (signal.kind === 'started' && same !== null) {
    tellAgain(batch, request, signal, person, same);
    return 'repeated';
  }
  const event = isMembershipSignal(signal)
    ? foldMembershipSignal(batch, request, signal, person)
    : goalOrEvent(batch, request, signal, person.row);
  batch.events.push(event);
  return plannable(batch, request, signal, event, person.row.lastTouch);
}

function tellAgain(
  batch: Batch,
  request: PendingRequest,
  signal: Started,
  person: SubscriberInWork,
  same: StoredFact,
): void {
  person.row = { ...person.row, profile: withProfile(person.row.profile, signal) };
  person.changed = true;
  request.eventId = same.eventId;
  const event = foldSameStart(batch, request, signal, person, same);
  if (event !== null) plannable(batch, request, signal, event, person.row.lastTouch);
}

const factKinds = { started: 'start', stopped: 'stop', resumed: 'resume', joined: 'join', left: 'leave' } as const;

function foldMembershipSignal(
  batch: Batch,
  request: PendingRequest,
  signal: MembershipSignal,
  person: SubscriberInWork,
): EventRow {
  const { project, requestId } = request.record;
  const atMs = factMs(signal.atMs);
  const touch = touchOf(batch, project, signal, atMs);
  if (touch !== null) {
    batch.touches.push(touch);
    batch.sources.set(keyOf(touch.projectId, touch.source.sourceId), touch);
    person.row = withTouch(person.row, touch);
    if (signal.kind === 'started' && project.kind === 'channel')
      noteHop(batch, project.projectId, signal.userId, touch);
  }
  const kind = factKinds[signal.kind];
  const sourceId = touch?.source.sourceId ?? person.row.sourceId ?? unknownSource.sourceId;
  const fact: StoredFact = {
    eventId: uuidv7(batch.nowMs),
    kind,
    atMs,
    arrival: person.row.facts + 1,
    touchId: touch?.touchId ?? null,
    sourceId,
    stored: false,
    startValue: touch?.startValue ?? null,
    effect: { counts: null, presence: 0 },
  };
  sortIn(batch, person, fact, project.kind);
  person.row = { ...person.row, facts: fact.arrival, profile: withProfile(person.row.profile, signal) };
  person.changed = true;
  return {
    projectId: project.projectId,
    eventId: fact.eventId,
    userId: signal.userId,
    happenedMs: atMs,
    kind,
    type: null,
    target: null,
    result: null,
    amount: null,
    labels: null,
    labelSetId: null,
    touchId: touch?.touchId ?? touchIdOf(person.row),
    sourceId,
    fact,
    startValue: touch?.startValue ?? null,
    requestId,
  };
}

function touchOf(batch: Batch, project: ProjectConfig, signal: MembershipSignal, atMs: number): Touch | null {
  const arrival = { project, userId: signal.userId, atMs };
  if (signal.kind === 'started') return touchOfStart(batch, arrival, signal.startValue);
  if (signal.kind === 'joined') return touchOfJoin(batch, arrival, signal.inviteLink);
  return null;
}

function goalOrEvent(
  batch: Batch,
  request: PendingRequest,
  signal: GoalReached | EventHappened,
  row: SubscriberRow,
): EventRow {
  const event = signal.kind === 'event' ? signal : null;
  return {
    projectId: row.projectId,
    eventId: uuidv7(batch.nowMs),
    userId: signal.userId,
    happenedMs: signal.atMs,
    kind: event?.refund === true ? 'refund' : signal.kind,
    type: event?.type ?? null,
    target: signal.target,
    result: event?.result ?? null,
    amount: event?.amount ?? null,
    labels: event?.labels ?? null,
    labelSetId: null,
    touchId: touchIdOf(row),
    sourceId: row.sourceId ?? unknownSource.sourceId,
    fact: null,
    startValue: null,
    requestId: request.record.requestId,
  };
}

function touchIdOf(row: SubscriberRow): string | null {
  return row.lastTouch?.touchId ?? row.firstTouch?.touchId ?? null;
}
