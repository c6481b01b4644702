import { storable } from '@otkuda/contract';
import { type ClickIds, isIdName, isTelling, markCharsMax } from '../../domain/click-marks.ts';

const idsMax = 24;

/** The ids of ad systems among what a page sent: known names, printable text, so many and so long. */
export function readIds(value: unknown): ClickIds {
  if (typeof value !== 'object' || value === null) return {};
  const ids: Record<string, string> = {};
  for (const [name, id] of Object.entries(value).slice(0, idsMax)) {
    if (isIdName(name) && typeof id === 'string' && isTelling(id)) ids[name] = storable(id, markCharsMax);
  }
  return ids;
}
