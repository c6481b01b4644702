import type { InviteLink } from '../../domain/signal.ts';
import { readStartValue } from '../../domain/start-code.ts';
import { uuidv7 } from '../../domain/uuid.ts';
import { type Batch, type ClickFacts, keyOf } from '../batch.ts';
import type { Source, SourceType, Touch } from '../rows.ts';
import { organicSource, sourceOf, unknownSource } from '../source.ts';

interface Arrival {
  readonly projectId: string;
  readonly userId: string;
  readonly atMs: number;
}

/**
 * What a start is attributed to. A code names its click exactly and at any age; Telegram's dates are whole seconds, so a start may
 * seem to come before its click. A code of another project, like any foreign value, is unknown and kept as it came.
 */
export function touchOfStart(batch: Batch, arrival: Arrival, startValue: string): Touch {
  const value = readStartValue(startValue);
  const click = value.kind === 'code' ? batch.clicksById.get(keyOf(arrival.projectId, value.clickId)) : undefined;
  if (click !== undefined) return touch(batch, arrival, startValue, { click });
  return touch(batch, arrival, startValue, { without: value.kind === 'empty' ? 'organic' : 'unknown' });
}

/** What a join of a channel is attributed to: without an invite link it is organic, one that is not ours is unknown. */
export function touchOfJoin(batch: Batch, arrival: Arrival, inviteLink: InviteLink | null): Touch {
  return touch(batch, arrival, inviteLink?.url ?? '', { without: inviteLink === null ? 'organic' : 'unknown' });
}

const sourceTypes = { link: 'tracking_link', landing: 'landing' } as const;

type Origin = { readonly click: ClickFacts } | { readonly without: 'organic' | 'unknown' };

function touch(batch: Batch, arrival: Arrival, startValue: string, origin: Origin): Touch {
  const click = 'click' in origin ? origin.click : null;
  const source: Source =
    'click' in origin ? sourceOf({ ...origin.click, exactness: 'exact' }) : sourceWithout(origin.without);
  const sourceType: SourceType = 'click' in origin ? sourceTypes[origin.click.via] : origin.without;
  return {
    touchId: uuidv7(batch.nowMs),
    projectId: arrival.projectId,
    userId: arrival.userId,
    touchedMs: arrival.atMs,
    source,
    sourceType,
    confidence: 'click' in origin ? 1 : 0,
    startValue: startValue === '' ? null : startValue,
    clickId: click?.clickId ?? null,
    clickedMs: click?.clickedMs ?? null,
    ids: click?.ids ?? {},
    marks: click?.marks ?? {},
  };
}

function sourceWithout(exactness: 'organic' | 'unknown'): Source {
  return exactness === 'organic' ? organicSource : unknownSource;
}
