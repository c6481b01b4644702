import type { IncomingMessage, ServerResponse } from 'node:http';
import type { LinkConfig } from '../directory/config-types.ts';
import type { Directory } from '../directory/directory.ts';
import { startCodeOf } from '../domain/start-code.ts';
import type { ClickRecord } from '../ingest/records.ts';
import { type ClickContext, readClick } from './read-click.ts';
import { targetOf } from './target.ts';
import { isTrackingHost } from './tracking-host.ts';

export interface LinkDependencies extends ClickContext {
  readonly directory: Pick<Directory, 'findLink'>;
  readonly storeClick: (click: ClickRecord) => Promise<void>;
  readonly onRedirect: (outcome: 'stored' | 'without_code') => void;
  readonly onFault: (error: unknown) => void;
  readonly publicHost: string;
  readonly trackingHost: string;
}

/** A visitor never waits longer for the storage: past this the plain target is better than no page. */
const storedWithinMs = 1_500;

/** What a link's code can be; nothing else is looked up. */
const linkCode = /^[A-Za-z0-9_-]{1,64}$/;

const texts = {
  noLink: 'There is no such link. · Такой ссылки нет.',
  noTarget:
    'This link has no target yet: its project has neither a bot name nor a chat link. · У ссылки пока нет цели: в проекте не указан ни бот, ни ссылка на чат.',
  away: 'Out of order for a moment, try again. · Сейчас не работает, попробуйте ещё раз.',
};

/**
 * Tracking links: `GET /l/:link`, and `GET /:link` on the tracking domain where it is one of its own. They are served before the
 * framework: there is nothing to route, parse or serialise, and this is the answer that visitors wait for. Gives false for a request
 * that is for somebody else.
 */
export function trackingLinks(
  dependencies: LinkDependencies,
): (request: IncomingMessage, response: ServerResponse) => boolean {
  const { publicHost, trackingHost } = dependencies;
  const hasShortLinks = trackingHost === publicHost ? () => false : isTrackingHost(trackingHost);
  return (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return false;
    const code = codeIn(request, hasShortLinks);
    if (code === null) return false;
    redirect(request, response, code, dependencies).catch((error: unknown) => {
      dependencies.onFault(error);
      if (!response.headersSent) answer(response, 503, texts.away, { 'retry-after': '5' });
    });
    return true;
  };
}

/** The last part of the path, as it stands in the address; null where the address is no tracking link's. */
function codeIn(
  { url = '', headers }: IncomingMessage,
  hasShortLinks: (host: string | undefined) => boolean,
): string | null {
  const end = url.indexOf('?');
  const path = (end < 0 ? url : url.slice(0, end)).replace(/(?<=.)\/$/, '');
  if (path.startsWith('/l/')) return path.slice(3);
  // Other pages of the tracking domain (`/robots.txt`, `/s.js`) have names that no link can have.
  return hasShortLinks(headers.host) && linkCode.test(path.slice(1)) ? path.slice(1) : null;
}

async function redirect(
  request: IncomingMessage,
  response: ServerResponse,
  code: string,
  dependencies: LinkDependencies,
): Promise<void> {
  const begunMs = performance.now();
  const link = linkCode.test(code) ? await dependencies.directory.findLink(code) : null;
  if (link === null) return answer(response, 404, texts.noLink);
  const plain = targetOf(link.project, link.target, null);
  if (plain === null) return answer(response, 404, texts.noTarget);
  const click = readClick(request, link, dependencies);
  const leftMs = storedWithinMs - (performance.now() - begunMs);
  const stored = await withinTime(dependencies.storeClick(click), leftMs);
  dependencies.onRedirect(stored ? 'stored' : 'without_code');
  sendOn(response, stored ? targetWithCode(link, click.clickId, plain) : plain);
}

function targetWithCode({ project, target }: LinkConfig, clickId: string, plain: string): string {
  return targetOf(project, target, startCodeOf(clickId)) ?? plain;
}

function sendOn(response: ServerResponse, location: string): void {
  response.writeHead(302, {
    // A header is Latin; whatever else an owner has written into a target is encoded as a browser would.
    location: /^[\x21-\x7e]+$/.test(location) ? location : new URL(location).href,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'content-length': 0,
  });
  response.end();
}

function answer(response: ServerResponse, status: number, text: string, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', ...headers });
  response.end(`${text}\n`);
}

/** Whether the click was on disk in time. A storage that is away is no reason to keep a visitor from the bot. */
function withinTime(storing: Promise<void>, ms: number): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), ms);
    const end = (stored: boolean): void => {
      clearTimeout(timer);
      resolve(stored);
    };
    storing.then(
      () => end(true),
      () => end(false),
    );
  });
}
