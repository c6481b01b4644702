import type { Visit } from './outgoing.ts';

/** What of a visit decides whether its visitor's address is needed: it is known when the visit happens, and when its conversions are sent. */
export type VisitedPage = Pick<Visit, 'address' | 'userAgent'>;

/**
 * A platform is told the whole address of some visitors. Nothing else is: it is kept sealed, apart from the click, for these visits only
 * and for so long, and is handed to this platform alone.
 */
export interface AddressNeed {
  /** How long after the click: what is told later goes without. */
  readonly keptDays: number;
  covers(visit: VisitedPage): boolean;
}
