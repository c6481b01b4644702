import type { Cause } from '../../destinations/outgoing.ts';
import type { DestinationConfig } from '../../directory/config-types.ts';
import type { FoldedSignal } from '../batch.ts';

const hourMs = 3_600_000;

/** A goal that something that happened means to a destination. */
export interface Wish {
  readonly target: string;
  readonly cause: Cause;
  /** The caller named it, and its answer says what became of it. */
  readonly named: boolean;
  /** How long after the event it counts, if nothing comes between; 0: at once. */
  readonly afterMs: number;
}

/** What the owner wants to be told of this, by the kind of fact; design.md §3, "Goals". */
export function wishesOf({ goals, definition }: DestinationConfig, { request, event }: FoldedSignal): readonly Wish[] {
  const counts = event.fact?.effect.counts ?? null;
  const joined = counts === 'first_join' || counts === 'join';
  switch (event.kind) {
    case 'start':
      // In a channel's project a start is the hop through a bot: the person has opened the messenger.
      return request.record.project.kind === 'channel'
        ? [...wish(goals.open, 'open'), ...wish(goals.start, 'start')]
        : [...wish(goals.start, 'start'), ...(joined ? stayed(goals.stay) : [])];
    case 'join':
      return counts === null ? [] : [...wish(goals.join, 'join'), ...stayed(goals.stay)];
    case 'stop':
    case 'leave':
      return counts === null ? [] : wish(goals.leave, 'leave');
    case 'goal':
    case 'event':
    case 'refund': {
      const { kind, type, target, result } = event;
      const named = target === null ? [] : [{ target, cause: kind, named: true, afterMs: 0 }];
      const mapped = type === null ? undefined : goals.events?.[type];
      // A goal that was not reached is told only to those who know more than goals; one that the caller named is its own affair.
      const told = mapped === undefined || mapped === target || (result === 'failure' && !definition.takesRefunds);
      return told ? named : [...named, ...wish(mapped, kind)];
    }
    case 'resume':
      return [];
  }
}

function wish(target: string | undefined, cause: Cause): Wish[] {
  return target === undefined ? [] : [{ target, cause, named: false, afterMs: 0 }];
}

function stayed(stay: DestinationConfig['goals']['stay']): Wish[] {
  if (stay === undefined) return [];
  return [{ target: stay.goal, cause: 'stay', named: false, afterMs: stay.after_hours * hourMs }];
}
