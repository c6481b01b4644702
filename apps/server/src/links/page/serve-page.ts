import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { LinkConfig } from '../../directory/config-types.ts';
import { startCodeOf } from '../../domain/start-code.ts';
import { appAddress } from '../target.ts';
import { contentPolicy, renderPage } from './render-page.ts';

export interface PageVisit {
  readonly request: IncomingMessage;
  readonly link: LinkConfig;
  readonly clickId: string;
  /** Where the visitor goes on to, with the code. */
  readonly to: string;
  /** The counter of the project; the link's own comes first. */
  readonly projectCounter: string | null;
  /** The path that the server's addresses begin with, where a proxy gives it one; usually empty. */
  readonly basePath: string;
}

/** Answers a visit with the page between instead of a redirect. */
export function servePage(response: ServerResponse, visit: PageVisit): void {
  const { request, link, clickId, to, projectCounter, basePath } = visit;
  const counter = link.page?.counterId ?? projectCounter;
  const nonce = randomBytes(16).toString('base64url');
  const html = Buffer.from(
    renderPage({
      ...{ nonce, to, counter },
      acceptLanguage: request.headers['accept-language'],
      app: appAddress(to),
      goal: link.page?.goal ?? null,
      learn: `${basePath}/s/ids`,
      link: link.code,
      click: startCodeOf(clickId),
    }),
  );
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'content-length': html.length,
    'content-security-policy': contentPolicy(nonce, counter !== null),
    'cache-control': 'no-store',
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'x-robots-tag': 'noindex',
    vary: 'accept-language',
  });
  response.end(html);
}
