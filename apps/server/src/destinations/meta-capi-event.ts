import type { VisitedPage } from './address-need.ts';
import { externalIdOf, isOldFbc } from './meta-capi-identity.ts';
import type { MetaCapiSettings } from './meta-capi-settings.ts';
import type { OutgoingConversion } from './outgoing.ts';

/** What is known of the person. Only `external_id` is hashed; ids of clicks and browsers never are, or Meta would not know them. */
interface UserData {
  /** SHA-256 in hex. */
  readonly external_id?: readonly [string];
  /** Of `website` events only, and whole: a shortened one, which nobody has, is worse than none. */
  readonly client_ip_address?: string;
  readonly client_user_agent?: string;
  readonly fbc?: string;
  readonly fbp?: string;
}

/** An event of the Conversions API. Source: reference/adplatforms.md §4.2. */
export interface MetaEvent {
  readonly event_name: string;
  /** Unix seconds. */
  readonly event_time: number;
  /** The same at every try: Meta tells repeats by it and the name, for 48 hours. */
  readonly event_id: string;
  readonly action_source: 'chat' | 'website';
  readonly event_source_url?: string;
  readonly user_data: UserData;
  readonly custom_data?: { readonly value: number; readonly currency: string };
}

export function metaEvent(conversion: OutgoingConversion, settings: MetaCapiSettings): MetaEvent {
  const { conversionId, target, happenedMs, value, currency } = conversion;
  const place = placeOf(conversion, settings);
  return {
    event_name: target,
    event_time: Math.floor(happenedMs / 1000),
    event_id: conversionId,
    ...place,
    user_data: userDataOf(conversion, place.action_source),
    ...(value === null ? {} : { custom_data: { value: Number(value), currency } }),
  };
}

/** `website` needs the page and the browser of the click; an event without them goes as what it is, rather than not at all. */
function placeOf(
  { visit }: OutgoingConversion,
  { action_source }: MetaCapiSettings,
): Pick<MetaEvent, 'action_source' | 'event_source_url'> {
  return action_source === 'website' && visit !== null && isOnWebsite(visit)
    ? { action_source: 'website', event_source_url: visit.address }
    : { action_source: 'chat' };
}

export function isOnWebsite<Page extends VisitedPage>(page: Page): page is Page & { readonly address: string } {
  return page.userAgent !== null && page.address !== null && isWholeAddress(page.address);
}

/** Of a landing page the whole address is known, of a tracking link its path. */
function isWholeAddress(address: string): boolean {
  return /^https?:\/\//i.test(address) && URL.canParse(address);
}

function userDataOf(
  { platform, userId, identity, happenedMs, visit, visitorAddress }: OutgoingConversion,
  place: MetaEvent['action_source'],
): UserData {
  const { fbc, fbp } = identity.ids;
  const userAgent = visit?.userAgent ?? '';
  // A click that Meta has forgotten is of no use; but an event about nobody at all is refused, and others with it.
  const forgotten = fbc !== undefined && isOldFbc(fbc, happenedMs) && (userId !== null || fbp !== undefined);
  return {
    ...(userId === null ? {} : { external_id: [externalIdOf(platform, userId)] }),
    ...(place !== 'website' || visitorAddress === null ? {} : { client_ip_address: visitorAddress }),
    ...(userAgent === '' ? {} : { client_user_agent: userAgent }),
    ...(fbc === undefined || forgotten ? {} : { fbc }),
    ...(fbp === undefined ? {} : { fbp }),
  };
}
