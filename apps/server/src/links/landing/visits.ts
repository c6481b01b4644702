import type { IncomingMessage, ServerResponse } from 'node:http';
import type { LinkConfig } from '../../directory/config-types.ts';
import { adQuery } from '../../domain/ad-query.ts';
import { readMarks } from '../../domain/click-marks.ts';
import { startCodeOf } from '../../domain/start-code.ts';
import type { ClickRecord } from '../../ingest/records.ts';
import { isLinkCode } from '../link-code.ts';
import { clickOf } from '../read-click.ts';
import { storeInTime } from '../store-in-time.ts';
import { addressOfChat, appAddress, withStart } from '../target.ts';
import { type WayOn, wayOn } from '../way-on.ts';
import { answerJson, answerRefusal } from './answer.ts';
import type { LandingDependencies } from './dependencies.ts';
import { messengerTarget } from './landing-target.ts';
import { readPosted, textOf } from './read-body.ts';
import { readIds } from './read-ids.ts';

/** What the script of a page gets back. */
interface VisitAnswer {
  /** Where the visitor goes on to; null: neither project, link nor page says where. */
  readonly to: string | null;
  /** The same for Telegram's app. */
  readonly app: string | null;
  /** The code of the visit; null: it could not be stored in time. */
  readonly click: string | null;
}

/** `POST /s/visit`: a visit of a page with the snippet. */
export async function takeVisit(
  request: IncomingMessage,
  response: ServerResponse,
  dependencies: LandingDependencies,
): Promise<void> {
  const begunMs = performance.now();
  const posted = await readPosted(request);
  if (posted.kind !== 'object') {
    dependencies.onVisit('refused');
    const tooLarge = posted.kind === 'too_large';
    return answerRefusal(
      response,
      tooLarge ? 413 : 400,
      'body',
      tooLarge ? 'is too large' : 'a JSON object was expected',
    );
  }
  const { fields } = posted;
  const code = textOf(fields.link);
  const link = code !== null && isLinkCode(code) ? await dependencies.directory.findLink(code) : null;
  if (link === null) {
    dependencies.onVisit('unknown_link');
    dependencies.onUnknownLink(code ?? '', request.headers.origin ?? null);
    return answerRefusal(response, 404, 'link', 'there is no such link');
  }
  const click = landingClick(request, fields, link, dependencies);
  const way =
    (await wayOn(link, click, messengerTarget(link), dependencies.inviteFor)) ?? wayOfPage(link, click, fields.chat);
  const stored = await new Promise<boolean>((tell) =>
    storeInTime(dependencies.storeClick, way?.click ?? click, begunMs, tell),
  );
  dependencies.onVisit(stored ? 'stored' : 'without_code');
  answerJson(response, 200, answerFor(way, stored ? startCodeOf(click.clickId) : null));
}

function landingClick(
  request: IncomingMessage,
  fields: Readonly<Record<string, unknown>>,
  link: LinkConfig,
  dependencies: LandingDependencies,
): ClickRecord {
  const address = textOf(fields.url) ?? request.headers.referer ?? '';
  const { marks, ids } = readMarks(adQuery(address));
  const visit = {
    ...{ request, address, marks, via: 'landing' as const, verb: 'GET' },
    referrer: textOf(fields.referrer) ?? undefined,
    // Reading on from page to page is one visit; another ad is another.
    said: JSON.stringify([marks, ids]),
    ids,
    stored: readIds(fields.ids),
  };
  return clickOf(visit, link, dependencies);
}

/** Where only the page says where to: it could send its visitors there without us, so nothing is opened up by it. */
function wayOfPage({ project }: LinkConfig, click: ClickRecord, chat: unknown): WayOn | null {
  const plain = typeof chat === 'string' ? addressOfChat(project.platform, chat) : null;
  if (plain === null) return null;
  const withCode = project.kind === 'bot' ? withStart(plain, startCodeOf(click.clickId)) : plain;
  return { click, withCode, plain };
}

function answerFor(way: WayOn | null, click: string | null): VisitAnswer {
  if (way === null) return { to: null, app: null, click };
  const to = click === null ? way.plain : way.withCode;
  return { to, app: appAddress(to), click };
}
