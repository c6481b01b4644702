import type { Signal } from '../../domain/signal.ts';
import type { Batch, PendingRequest } from '../batch.ts';
import type { StoredOutcome } from '../records.ts';
import type { EventRow, LastTouch } from '../rows.ts';

/**
 * Hands a stored signal on to the planning of its goals, which go where the person's last touch says; those of a start or join where its
 * own touch says, also where that is nobody's ad.
 */
export function plannable(
  batch: Batch,
  request: PendingRequest,
  signal: Signal,
  event: EventRow,
  lastTouch: LastTouch | null,
): StoredOutcome {
  request.eventId = event.eventId;
  const outcome: StoredOutcome = {
    kind: 'stored',
    eventId: event.eventId,
    userId: signal.userId,
    named: [],
    unsent: null,
  };
  batch.folded.push({ request, signal, event, touch: ownTouch(batch, event) ?? lastTouch, outcome });
  return outcome;
}

function ownTouch(batch: Batch, event: EventRow): LastTouch | null {
  if (event.kind !== 'start' && event.kind !== 'join') return null;
  const touch = batch.touches.at(-1);
  if (touch === undefined || touch.touchId !== event.touchId) return null;
  const { touchId, touchedMs, ids, marks, clickId, clickedMs, source } = touch;
  return { touchId, touchedMs, ids, marks, clickId, clickedMs, adSystem: source.adSystem };
}
