import { isIP, SocketAddress } from 'node:net';
import type { DestinationConfig, ProjectConfig } from '../directory/config-types.ts';
import { takesClicksOf } from '../ingest/goals/plan-click-goals.ts';
import type { ClickRecord, KeptAddress } from '../ingest/records.ts';
import { isPublicAddress, plainAddress } from './public-address.ts';
import { isPersons } from './way-on.ts';

const dayMs = 86_400_000;

/**
 * The visitor's whole address, sealed, where a destination of the project will have to be told it. Null, and that is nearly always:
 * nobody needs it, it is not the visitor's own (`address` null), or it is nobody's on the Internet.
 */
export function keptAddress(
  click: ClickRecord,
  { destinations }: ProjectConfig,
  address: string | null,
  seal: (address: string) => Buffer,
): KeptAddress | null {
  const days = daysNeeded(click, destinations);
  if (days === 0 || address === null || !isPersons(click)) return null;
  const whole = wholeAddress(address);
  return whole === null ? null : { sealed: seal(whole), dropMs: click.clickedMs + days * dayMs };
}

/** The longest that one of them needs it; 0: none does. */
function daysNeeded(click: ClickRecord, destinations: readonly DestinationConfig[]): number {
  let days = 0;
  for (const destination of destinations) {
    const { addressNeed, paused } = destination;
    if (addressNeed === null || paused || addressNeed.keptDays <= days) continue;
    if (takesClicksOf(destination, click.adSystem) && addressNeed.covers(click)) days = addressNeed.keptDays;
  }
  return days;
}

/** In the one form that everybody writes it in; null for what is no address of the Internet. */
function wholeAddress(address: string): string | null {
  const version = isIP(address);
  if (version === 0) return null;
  const family = version === 4 ? 'ipv4' : 'ipv6';
  const whole = plainAddress(new SocketAddress({ address, family }).address);
  return isPublicAddress(whole) ? whole : null;
}
