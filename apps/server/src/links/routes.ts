import { storable } from '@otkuda/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { LinkConfig } from '../directory/config-types.ts';
import type { Directory } from '../directory/directory.ts';
import { adSystemOf, markCharsMax, readMarks } from '../domain/click-marks.ts';
import { startCodeOf } from '../domain/start-code.ts';
import { uuidv7 } from '../domain/uuid.ts';
import type { ClickRecord } from '../ingest/records.ts';
import { classifyVisit } from './classify-visit.ts';
import { shortenAddress } from './shorten-address.ts';
import { targetOf } from './target.ts';

export interface LinkDependencies {
  readonly directory: Pick<Directory, 'findLink'>;
  readonly storeClick: (click: ClickRecord) => Promise<void>;
  readonly now: () => number;
  readonly onRedirect: (outcome: 'stored' | 'without_code') => void;
  readonly publicHost: string;
  readonly trackingHost: string;
}

/** A visitor never waits longer for the storage: past this the plain target is better than no page. */
const storedWithinMs = 1_500;

/** What a link's code can be; nothing else is looked up. */
const linkCode = /^[A-Za-z0-9_-]{1,64}$/;

/** Tracking links: `GET /l/:link`, and `GET /:link` on the tracking domain where it is one of its own. */
export function linkRoutes(app: FastifyInstance, dependencies: LinkDependencies): void {
  const { publicHost, trackingHost } = dependencies;
  app.get<{ Params: { link: string } }>('/l/:link', (request, reply) => redirect(request, reply, dependencies));
  if (trackingHost === publicHost) return;
  app.get<{ Params: { link: string } }>('/:link', { constraints: { host: trackingHost } }, (request, reply) =>
    redirect(request, reply, dependencies),
  );
}

async function redirect(
  request: FastifyRequest<{ Params: { link: string } }>,
  reply: FastifyReply,
  dependencies: LinkDependencies,
): Promise<FastifyReply> {
  const begunMs = performance.now();
  const { link: code } = request.params;
  const link = linkCode.test(code) ? await dependencies.directory.findLink(code) : null;
  if (link === null) return page(reply, 404, 'There is no such link. · Такой ссылки нет.');
  const plain = targetOf(link.project, link.target, null);
  if (plain === null) {
    return page(
      reply,
      404,
      'This link has no target yet: its project has neither a bot name nor a chat link. · У ссылки пока нет цели: в проекте не указан ни бот, ни ссылка на чат.',
    );
  }
  const click = readClick(request, link, dependencies.now());
  const leftMs = storedWithinMs - (performance.now() - begunMs);
  const stored = await withinTime(dependencies.storeClick(click), leftMs);
  dependencies.onRedirect(stored ? 'stored' : 'without_code');
  return sendTo(reply, stored ? (targetOf(link.project, link.target, startCodeOf(click.clickId)) ?? plain) : plain);
}

/** Nothing is to be serialised or hooked into here, and this is the answer that has to be fastest: it is written as it is. */
function sendTo(reply: FastifyReply, location: string): FastifyReply {
  reply.hijack();
  reply.raw.writeHead(302, {
    // A header is Latin; whatever else an owner has written into a target is encoded as a browser would.
    location: /^[\x21-\x7e]+$/.test(location) ? location : new URL(location).href,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'content-length': 0,
  });
  reply.raw.end();
  return reply;
}

function page(reply: FastifyReply, status: number, text: string): FastifyReply {
  return reply.code(status).type('text/plain; charset=utf-8').header('cache-control', 'no-store').send(`${text}\n`);
}

/** Whether the click was on disk in time. A storage that is away is no reason to keep a visitor from the bot. */
async function withinTime(storing: Promise<void>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  const stored = storing.then(
    () => true as const,
    () => false as const,
  );
  const result = await Promise.race([stored, late]);
  clearTimeout(timer);
  return result;
}

function readClick(request: FastifyRequest, link: LinkConfig, nowMs: number): ClickRecord {
  const userAgent = capped(request.headers['user-agent']);
  const query = new URLSearchParams(request.url.split('?').slice(1).join('?'));
  const { marks, ids } = readMarks(query);
  return {
    kind: 'click',
    projectId: link.project.projectId,
    clickId: uuidv7(nowMs),
    linkId: link.linkId,
    clickedMs: nowMs,
    machine: classifyVisit({ verb: request.method, userAgent, header: (name) => headerText(request, name) }),
    adSystem: link.adSystem ?? adSystemOf(ids),
    marks: { ...link.marks, ...marks },
    ids,
    country: null,
    address: storable(request.url, 4 * markCharsMax),
    referrer: capped(request.headers.referer),
    userAgent,
    ip: shortenAddress(request.ip),
  };
}

function headerText(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(',') : value;
}

function capped(text: string | undefined): string | null {
  return text === undefined ? null : storable(text, markCharsMax);
}
