import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { landingScript, settingsName } from '@otkuda/snippet';
import type { LinkConfig } from '../../directory/config-types.ts';
import { isLinkCode } from '../link-code.ts';
import { addressOfChat, publicAddress, targetOf } from '../target.ts';
import type { LandingDependencies } from './dependencies.ts';
import { messengerTarget } from './landing-target.ts';

/** What a page asks the script for: TGTrack's names, or our own. */
interface Asked {
  readonly link: string;
  readonly counter: string | null;
  readonly goal: string | null;
  readonly chat: string | null;
}

/** `GET /s.js?link=…` and `GET /API/landing_script/v1/?linkID=…`: the script with the settings of this page in it. */
export async function serveScript(
  request: IncomingMessage,
  response: ServerResponse,
  base: string,
  dependencies: LandingDependencies,
): Promise<void> {
  const asked = readAsked(new URLSearchParams((request.url ?? '').split('?')[1]));
  const link = isLinkCode(asked.link) ? await dependencies.directory.findLink(asked.link) : null;
  if (link === null) {
    dependencies.onVisit('unknown_link');
    dependencies.onUnknownLink(asked.link, request.headers.referer ?? null);
  }
  const { plain, zipped } = scriptFor(JSON.stringify({ base, ...settingsFor(asked, link) }));
  const zips = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
  response.writeHead(200, {
    'content-type': 'text/javascript; charset=utf-8',
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
    'x-content-type-options': 'nosniff',
    'cache-control': 'public, max-age=300',
    vary: 'accept-encoding',
    ...(zips ? { 'content-encoding': 'gzip' } : {}),
    'content-length': zips ? zipped.length : plain.length,
  });
  response.end(request.method === 'HEAD' ? undefined : zips ? zipped : plain);
}

function readAsked(query: URLSearchParams): Asked {
  const first = (...names: string[]): string =>
    names.map((name) => query.get(name) ?? '').find((value) => value !== '') ?? '';
  const counter = first('counter', 'counterID');
  // The only kind of counter there is so far; a page that names another gets no goals.
  const isYandex = ['', 'ya', 'yandex'].includes(first('type').toLowerCase());
  const goal = first('goal', 'onClickGoal');
  const chat = first('chat');
  return {
    link: first('link', 'linkID').slice(0, 64),
    counter: isYandex && /^\d{1,15}$/.test(counter) ? counter : null,
    goal: goal !== '' && goal.length <= 128 ? goal : null,
    chat: chat !== '' && chat.length <= 512 ? chat : null,
  };
}

function settingsFor({ link: asked, counter, goal, chat }: Asked, link: LinkConfig | null) {
  if (link === null) return { asked, link: null, counter, goal, chat: null, chats: [], plain: null };
  const { project } = link;
  const named = chat === null ? null : addressOfChat(project.platform, chat);
  const target = messengerTarget(link);
  const chats = [named, target, publicAddress(project), project.chatLink].filter((address) => address !== null);
  return { asked, link: link.code, counter, goal, chat, chats, plain: targetOf(project, target, null) ?? named };
}

interface Script {
  readonly plain: Buffer;
  readonly zipped: Buffer;
}

// A page asks for the same each time; made once, and again when a setting is another.
const scripts = new Map<string, Script>();
const scriptsMax = 500;

function scriptFor(settings: string): Script {
  const known = scripts.get(settings);
  if (known !== undefined) return known;
  const text = landingScript.replace(settingsName, () => settings);
  const plain = Buffer.from(text);
  const script = { plain, zipped: gzipSync(plain, { level: 9 }) };
  if (scripts.size === scriptsMax) scripts.clear();
  scripts.set(settings, script);
  return script;
}
