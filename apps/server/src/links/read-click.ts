import type { IncomingMessage } from 'node:http';
import { storable } from '@otkuda/contract';
import type { LinkConfig } from '../directory/config-types.ts';
import { adQuery } from '../domain/ad-query.ts';
import { adSystemOf, type ClickIds, type Marks, markCharsMax, readMarks } from '../domain/click-marks.ts';
import { uuidv7 } from '../domain/uuid.ts';
import type { ClickRecord, ClickVia } from '../ingest/records.ts';
import { classifyVisit, type MachineReason } from './classify-visit.ts';
import { cookieIds } from './cookie-ids.ts';
import type { CountryOf } from './countries.ts';
import { keptAddress } from './kept-address.ts';
import type { RecentVisits } from './recent-visits.ts';
import { shortenAddress } from './shorten-address.ts';

/** What is known beside the request itself. */
export interface ClickContext {
  readonly now: () => number;
  /** The visitor's address, past the proxies that are trusted. */
  readonly addressOf: (request: IncomingMessage) => string;
  /** That address is a proxy's that nobody told us to trust, and says nothing about the visitor. */
  readonly isBehindUnknownProxy: (request: IncomingMessage) => boolean;
  readonly recentVisits: Pick<RecentVisits, 'judge'>;
  readonly countryOf: CountryOf;
  /** Encrypts an address that is kept whole. */
  readonly sealAddress: (address: string) => Buffer;
}

/** A visit of a tracking link, as it is stored. */
export function readClick(request: IncomingMessage, link: LinkConfig, context: ClickContext): ClickRecord {
  const { url = '', headers } = request;
  const { marks, ids } = readMarks(adQuery(url));
  const visit: Visit = {
    request,
    via: 'link',
    verb: request.method ?? 'GET',
    address: url,
    said: url,
    marks,
    ids,
    referrer: headers.referer,
    stored: cookieIds(headers.cookie),
  };
  return clickOf(visit, link, context);
}

interface Visit {
  readonly request: IncomingMessage;
  readonly via: ClickVia;
  readonly verb: string;
  /** What was opened. */
  readonly address: string;
  readonly referrer: string | undefined;
  /** What tells two clicks of one visitor apart. */
  readonly said: string;
  readonly marks: Marks;
  /** Of the address: they say which ad system's click it is. */
  readonly ids: ClickIds;
  /** What ad systems have left in the browser earlier: it says who the visitor is, not where they come from now. */
  readonly stored: ClickIds;
}

/** Raw values, capped; marks of the address override the link's. */
export function clickOf(visit: Visit, link: LinkConfig, context: ClickContext): ClickRecord {
  const { request, ids } = visit;
  const userAgent = capped(request.headers['user-agent']);
  const address = context.addressOf(request);
  const knownAddress = context.isBehindUnknownProxy(request) ? null : address;
  const nowMs = context.now();
  const click: ClickRecord = {
    kind: 'click',
    project: link.project,
    via: visit.via,
    projectId: link.project.projectId,
    clickId: uuidv7(nowMs),
    linkId: link.linkId,
    clickedMs: nowMs,
    machine: machineReason(visit, link, userAgent, knownAddress, context),
    adSystem: link.adSystem ?? adSystemOf(ids),
    marks: { ...link.marks, ...visit.marks },
    ids: { ...visit.stored, ...ids },
    country: knownAddress === null ? null : context.countryOf(knownAddress),
    address: storable(visit.address, 4 * markCharsMax),
    referrer: capped(visit.referrer),
    userAgent,
    ip: shortenAddress(address),
  };
  const kept = keptAddress(click, link.project, knownAddress, context.sealAddress);
  return kept === null ? click : { ...click, keptAddress: kept };
}

/** By the request itself, else by what came before it. */
function machineReason(
  { request, verb, said }: Visit,
  { linkId }: LinkConfig,
  userAgent: string | null,
  address: string | null,
  { recentVisits }: ClickContext,
): MachineReason | null {
  const machine = classifyVisit({ verb, userAgent, headers: request.headers });
  if (machine !== null || address === null) return machine;
  return recentVisits.judge({ linkId, address, userAgent: userAgent ?? '', said });
}

function capped(text: string | undefined): string | null {
  return text === undefined ? null : storable(text, markCharsMax);
}
