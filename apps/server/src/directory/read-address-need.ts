import { Check } from 'typebox/value';
import type { AddressNeed } from '../destinations/address-need.ts';
import type { Destination } from '../destinations/destination.ts';

/** Gives settings of a destination as they were before they were sealed; throws where it cannot. */
export type OpenSettings = (sealed: Buffer) => unknown;

/** Where it cannot be told what is needed, nothing more is kept, and nothing is dropped that may be needed after all. */
const unreadable: AddressNeed = { keptDays: 0, covers: () => false };

/** The settings are opened only where the platform may ask for addresses at all. */
export function readAddressNeed(
  { addressNeed, settings: schema }: Destination,
  sealed: Buffer,
  open: OpenSettings,
): AddressNeed | null {
  if (addressNeed === undefined) return null;
  try {
    const settings = open(sealed);
    return Check(schema, settings) ? addressNeed(settings) : unreadable;
  } catch {
    return unreadable;
  }
}
