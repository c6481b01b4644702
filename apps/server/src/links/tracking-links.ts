import type { IncomingMessage, ServerResponse } from 'node:http';
import type { LinkConfig } from '../directory/config-types.ts';
import type { Directory } from '../directory/directory.ts';
import { type NowOrLater, whenKnown } from '../domain/when-known.ts';
import { isLinkCode } from './link-code.ts';
import type { CounterOf } from './page/counter.ts';
import { servePage } from './page/serve-page.ts';
import { type ClickContext, readClick } from './read-click.ts';
import { type StoreClick, storeInTime } from './store-in-time.ts';
import { isTrackingHost } from './tracking-host.ts';
import { type InviteFor, isPersons, type WayOn, wayOn } from './way-on.ts';

export interface LinkDependencies extends ClickContext {
  readonly directory: Pick<Directory, 'findLink'>;
  readonly storeClick: StoreClick;
  readonly inviteFor?: InviteFor;
  readonly counterOf: CounterOf;
  readonly onRedirect: (outcome: 'stored' | 'without_code') => void;
  readonly onFault: (error: unknown) => void;
  readonly publicUrl: string;
  readonly trackingUrl: string;
}

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
  const [publicHost, trackingHost] = [dependencies.publicUrl, dependencies.trackingUrl].map((url) => new URL(url).host);
  const hasShortLinks =
    trackingHost === undefined || trackingHost === publicHost ? () => false : isTrackingHost(trackingHost);
  return (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return false;
    const code = codeIn(request, hasShortLinks);
    if (code === null) return false;
    orAway(response, dependencies, () => redirect(request, response, code, dependencies));
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
  return hasShortLinks(headers.host) && isLinkCode(path.slice(1)) ? path.slice(1) : null;
}

/** Whatever goes wrong, at once or later, the visitor is told something. */
function orAway(response: ServerResponse, { onFault }: LinkDependencies, act: () => NowOrLater<void>): void {
  const fail = (error: unknown): void => {
    onFault(error);
    if (!response.headersSent) answer(response, 503, texts.away, { 'retry-after': '5' });
  };
  try {
    const acting = act();
    if (acting instanceof Promise) acting.catch(fail);
  } catch (error) {
    fail(error);
  }
}

/** Nothing is waited for but the storage, where links and ways are known. */
function redirect(
  request: IncomingMessage,
  response: ServerResponse,
  code: string,
  dependencies: LinkDependencies,
): NowOrLater<void> {
  const begunMs = performance.now();
  return whenKnown(isLinkCode(code) ? dependencies.directory.findLink(code) : null, (link) => {
    if (link === null) return answer(response, 404, texts.noLink);
    const click = readClick(request, link, dependencies);
    return whenKnown(wayOn(link, click, link.target, dependencies.inviteFor), (way) => {
      if (way === null) return answer(response, 404, texts.noTarget);
      storeInTime(dependencies.storeClick, way.click, begunMs, (stored) =>
        orAway(response, dependencies, () => goOn(request, response, link, way, stored, dependencies)),
      );
    });
  });
}

function goOn(
  request: IncomingMessage,
  response: ServerResponse,
  link: LinkConfig,
  way: WayOn,
  stored: boolean,
  dependencies: LinkDependencies,
): NowOrLater<void> {
  dependencies.onRedirect(stored ? 'stored' : 'without_code');
  if (!stored) return sendOn(response, way.plain);
  if (link.page === null || !isPersons(way.click)) return sendOn(response, way.withCode);
  return sendPage(request, response, link, way, dependencies);
}

/** The page between, where the link has one and a person looks at it. */
async function sendPage(
  request: IncomingMessage,
  response: ServerResponse,
  link: LinkConfig,
  { click, withCode }: WayOn,
  { counterOf, onFault, publicUrl, trackingUrl }: LinkDependencies,
): Promise<void> {
  const projectCounter = await counterOf(link.project).catch((error: unknown) => {
    onFault(error);
    return null;
  });
  // The page calls back on the host it came from; only a path before ours has to be known.
  const base = new URL(isTrackingHost(new URL(trackingUrl).host)(request.headers.host) ? trackingUrl : publicUrl);
  const basePath = base.pathname.replace(/\/$/, '');
  servePage(response, { request, link, clickId: click.clickId, to: withCode, projectCounter, basePath });
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
