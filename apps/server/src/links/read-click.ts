import type { IncomingMessage } from 'node:http';
import { storable } from '@otkuda/contract';
import type { LinkConfig } from '../directory/config-types.ts';
import { adSystemOf, markCharsMax, readMarks } from '../domain/click-marks.ts';
import { uuidv7 } from '../domain/uuid.ts';
import type { ClickRecord } from '../ingest/records.ts';
import { classifyVisit } from './classify-visit.ts';
import { shortenAddress } from './shorten-address.ts';

/** What a visit of a link says, as it is stored: raw values, capped; marks of the address override the link's. */
export function readClick(request: IncomingMessage, link: LinkConfig, nowMs: number, address: string): ClickRecord {
  const { url = '', headers } = request;
  const userAgent = capped(headers['user-agent']);
  const { marks, ids } = readMarks(new URLSearchParams(url.split('?').slice(1).join('?')));
  return {
    kind: 'click',
    via: 'link',
    projectId: link.project.projectId,
    clickId: uuidv7(nowMs),
    linkId: link.linkId,
    clickedMs: nowMs,
    machine: classifyVisit({ verb: request.method ?? 'GET', userAgent, header: (name) => headerText(request, name) }),
    adSystem: link.adSystem ?? adSystemOf(ids),
    marks: { ...link.marks, ...marks },
    ids,
    country: null,
    address: storable(url, 4 * markCharsMax),
    referrer: capped(headers.referer),
    userAgent,
    ip: shortenAddress(address),
  };
}

function headerText({ headers }: IncomingMessage, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value.join(',') : value;
}

function capped(text: string | undefined): string | null {
  return text === undefined ? null : storable(text, markCharsMax);
}
