import { externalIdOf, isOldFbc } from './meta-capi-identity.ts';
import type { MetaCapiSettings } from './meta-capi-settings.ts';
import type { OutgoingConversion } from './outgoing.ts';

/**
 * What is known of the person. Only `external_id` is hashed; ids of clicks and browsers never are, or Meta would not know them. The
 * IP address is left out: the one we keep is shortened, and an address that nobody has is worse than none.
 */
interface UserData {
  /** SHA-256 in hex. */
  readonly external_id?: readonly [string];
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
  return {
    event_name: target,
    event_time: Math.floor(happenedMs / 1000),
    event_id: conversionId,
    ...placeOf(conversion, settings),
    user_data: userDataOf(conversion),
    ...(value === null ? {} : { custom_data: { value: Number(value), currency } }),
  };
}

/** `website` needs the page and the browser of the click; an event without them goes as what it is, rather than not at all. */
function placeOf(
  { visit }: OutgoingConversion,
  { action_source }: MetaCapiSettings,
): Pick<MetaEvent, 'action_source' | 'event_source_url'> {
  if (action_source !== 'website' || visit === null || visit.userAgent === null) return { action_source: 'chat' };
  return visit.address !== null && isWholeAddress(visit.address)
    ? { action_source: 'website', event_source_url: visit.address }
    : { action_source: 'chat' };
}

/** Of a landing page the whole address is known, of a tracking link its path. */
function isWholeAddress(address: string): boolean {
  return /^https?:\/\//i.test(address) && URL.canParse(address);
}

function userDataOf({ platform, userId, identity, happenedMs, visit }: OutgoingConversion): UserData {
  const { fbc, fbp } = identity.ids;
  const userAgent = visit?.userAgent ?? '';
  // A click that Meta has forgotten is of no use; but an event about nobody at all is refused, and others with it.
  const forgotten = fbc !== undefined && isOldFbc(fbc, happenedMs) && (userId !== null || fbp !== undefined);
  return {
    ...(userId === null ? {} : { external_id: [externalIdOf(platform, userId)] }),
    ...(userAgent === '' ? {} : { client_user_agent: userAgent }),
    ...(fbc === undefined || forgotten ? {} : { fbc }),
    ...(fbp === undefined ? {} : { fbp }),
  };
}
