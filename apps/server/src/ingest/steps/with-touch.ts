import type { SubscriberRow, Touch } from '../rows.ts';
import { isAttributed } from './attribute.ts';

/**
 * First touch is the earliest; last touch is the latest attributed one: a bare /start of "Restart" never displaces an ad. `replaces`
 * is the touch that this one takes the place of, where it is the same start told again.
 */
export function withTouch(row: SubscriberRow, touch: Touch, replaces: string | null = null): SubscriberRow {
  const { touchId, touchedMs, ids, marks, clickId, clickedMs, source } = touch;
  const first = row.firstTouch?.touchId === replaces ? null : row.firstTouch;
  const isFirst = first === null || touchedMs < first.touchedMs;
  const isLast = isAttributed(touch) && (row.lastTouch === null || touchedMs >= row.lastTouch.touchedMs);
  return {
    ...row,
    firstTouch: isFirst ? { touchId, touchedMs } : first,
    lastTouch: isLast
      ? { touchId, touchedMs, ids, marks, clickId, clickedMs, adSystem: source.adSystem }
      : row.lastTouch,
    sourceId: isLast || (isFirst && row.lastTouch === null) ? source.sourceId : row.sourceId,
  };
}
