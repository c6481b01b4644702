import type { ClickIds } from '../domain/click-marks.ts';
import type { Identity, Person, Visit } from './outgoing.ts';

const clickId = /^[\x21-\x7e]{1,512}$/;

/** Click ids of Google, the best first: gbraid and wbraid are what iOS leaves of one. Source: reference/adplatforms.md §1.1. */
const kinds = ['gclid', 'gbraid', 'wbraid'] as const;
export type GoogleClickId = (typeof kinds)[number];

/** The click id, with the `gad_*` that its address carried beside it. */
export function identifyForGoogle({ ids }: Person): Identity | null {
  const known: ClickIds = ids.gclid === undefined ? { ...ids, ...gclidOfCookie(ids) } : ids;
  const kind = kinds.find((name) => clickId.test(known[name] ?? ''));
  if (kind === undefined) return null;
  const beside = Object.entries(ids).filter(([name]) => name.startsWith('gad_'));
  return { kind, ids: { ...Object.fromEntries(beside), [kind]: known[kind] ?? '' } };
}

/** Google's own cookie, `GCL.<unix seconds>.<gclid>`. */
function gclidOfCookie({ _gcl_aw: cookie }: ClickIds): ClickIds {
  const gclid = /^GCL\.\d+\.([\w-]+)$/.exec(cookie ?? '')?.[1];
  return gclid === undefined ? {} : { gclid };
}

/** The one click id of an identity. */
export function clickIdOf({ ids }: Identity): Readonly<Partial<Record<GoogleClickId, string>>> {
  const kind = kinds.find((name) => Object.hasOwn(ids, name));
  return kind === undefined ? {} : { [kind]: ids[kind] ?? '' };
}

const charsMax = 4000;

/**
 * The session that the click began, as Google's tag would tell of it: base64url of JSON. It needs the campaign and the whole address
 * of the landing page; null where these are not known, as with a tracking link. The referrer, then the browser are left out where it
 * grows too long. Source: reference/adplatforms.md §1.4, support.google.com/google-ads/answer/16194756.
 */
export function sessionAttributes({ ids }: Identity, clickedMs: number | null, visit: Visit | null): string | null {
  const { gad_source, gad_campaignid } = ids;
  const address = visit?.address ?? '';
  if (gad_source === undefined || gad_campaignid === undefined || clickedMs === null) return null;
  if (!/^https?:\/\//i.test(address)) return null;
  const session = {
    ...Object.fromEntries(Object.entries(ids).filter(([name]) => name.startsWith('gad_'))),
    session_start_time_usec: String(clickedMs * 1000),
    landing_page_url: address,
  };
  const browser = optional('landing_page_user_agent', visit?.userAgent);
  const referrer = optional('landing_page_referrer', visit?.referrer);
  const tries = [{ ...session, ...referrer, ...browser }, { ...session, ...browser }, session].map(encode);
  return tries.find((text) => text.length <= charsMax) ?? null;
}

function optional(name: string, value: string | null | undefined): Readonly<Record<string, string>> {
  return value === null || value === undefined || value === '' ? {} : { [name]: value };
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
