import type { Request } from '../../api/schema.gen.ts';
import type { Say } from '../../text/language.tsx';
import type { Text } from '../../text/text.ts';
import { requestsTexts as texts } from '../../texts/requests.ts';

/** What a request was, in a sentence, from what its line of the log tells. */
export function sayRequest(say: Say, request: Request): string {
  const person = personIn(request);
  switch (request.outcome) {
    case 'refused':
      return say(texts.sentenceRefused, { why: request.details ?? request.method });
    case 'ignored':
      return join([say(texts.sentenceIgnored), request.details]);
    case 'repeated':
      return join([say(texts.sentenceRepeated), person]);
    case 'read':
      return join([say(texts.sentenceRead), person]);
    case 'accepted':
      return sayAccepted(say, request, person ?? '');
  }
}

const startMethods =
  /^(user_(did_start_bot|id_start_bot)|my_bot_was_started|my_bothelp_was_started|win_win_was_started)$/;
const joinMethods = /^user_(id|did)_subscribe$/;

function sayAccepted(say: Say, { method, body }: Request, person: string): string {
  const membership = textIn(body?.slice(body.indexOf('"new_chat_member"')) ?? null, 'status');
  if (body?.includes('"my_chat_member"')) {
    return say(membership === 'member' ? texts.sentenceResume : texts.sentenceStop, { person });
  }
  if (body?.includes('"chat_member"')) {
    const gone = membership === 'left' || membership === 'kicked';
    return say(gone ? texts.sentenceLeave : texts.sentenceJoin, { person });
  }
  if (/"text"\s*:\s*"\/start\b/.test(body ?? '') || body?.includes('"bot_started"'))
    return say(texts.sentenceStart, { person });
  if (startMethods.test(method)) return say(texts.sentenceStart, { person });
  if (joinMethods.test(method)) return say(texts.sentenceJoin, { person });
  if (method === 'my_bot_was_stopped') return say(texts.sentenceStop, { person });
  if (method === 'send_reach_goal') return say(texts.sentenceGoal, { person, what: textIn(body, 'target') ?? '' });
  if (method === 'add_event') return say(texts.sentenceEvent, { person, what: textIn(body, 'event_type') ?? '' });
  return say(texts.sentencePerson, { person });
}

/** They name the person by id only; other names in them are labels. */
const ownMethods = /^(add_event|send_reach_goal|get_user_info)$/;

/** The person's name where the body has one, else their id. */
function personIn({ body, user_id, method }: Request): string | null {
  if (ownMethods.test(method)) return user_id;
  const name = ['first_name', 'full_name', 'name'].map((field) => textIn(body, field)).find((value) => value !== null);
  if (name === undefined) return user_id;
  const username = textIn(body, 'username');
  return username === null || username === '' ? (name ?? null) : `${name} (@${username})`;
}

/** A field of a body that is JSON, at any depth; bodies of lists may be cut, so they are not parsed. */
function textIn(body: string | null, field: string): string | null {
  const found = new RegExp(`"${field}"\\s*:\\s*"((?:[^"\\\\]|\\\\.)*)"`).exec(body ?? '')?.[1];
  if (found === undefined || found === '') return null;
  try {
    return JSON.parse(`"${found}"`) as string;
  } catch {
    return found;
  }
}

function join(parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null && part !== '').join(': ');
}

/** What to change where the request was refused, by the code of the error. */
export function adviceFor(request: Request): Text | null {
  if (request.outcome !== 'refused') return null;
  switch (request.status) {
    case 400:
    case 415:
      return /required|missing|field/i.test(request.details ?? '') ? texts.adviceField : texts.adviceBody;
    case 401:
    case 402:
      return texts.adviceKey;
    case 404:
      return texts.adviceMethod;
    case 405:
      return texts.adviceUser;
    case 422:
      return /window/.test(request.details ?? '') ? texts.adviceWindow : texts.adviceField;
    case 429:
      return texts.adviceLimit;
    default:
      return null;
  }
}
