import type { ListedRequest } from '../../api/schema.gen.ts';
import type { Say } from '../../text/language.tsx';
import type { Text } from '../../text/text.ts';
import { requestsTexts as texts } from '../../texts/requests.ts';

/** What the log tells of a call by itself. */
export type LoggedRequest = Omit<ListedRequest, 'outline'>;

const kinds: Readonly<Record<string, Text>> = {
  start: texts.sentenceStart,
  stop: texts.sentenceStop,
  resume: texts.sentenceResume,
  join: texts.sentenceJoin,
  leave: texts.sentenceLeave,
  goal: texts.sentenceGoal,
  refund: texts.sentenceRefund,
};

/** What a request was, in a sentence: from what was stored for it, where something was. */
export function sayRequest(say: Say, request: LoggedRequest, stored: Stored | null): string {
  const person = personIn(request);
  switch (request.outcome) {
    case 'refused':
      return say(texts.sentenceRefused, {
        why: request.explained === null ? request.method : say(request.explained.what),
      });
    case 'ignored':
      return join([say(texts.sentenceIgnored), request.explained === null ? null : say(request.explained.what)]);
    case 'repeated':
      return join([say(texts.sentenceRepeated), person]);
    case 'read':
      return join([say(texts.sentenceRead), person]);
    case 'accepted':
      if (stored === null) return say(texts.sentencePerson, { person: person ?? '' });
      return say(kinds[stored.type] ?? texts.sentenceEvent, {
        person: person ?? '',
        what: stored.target ?? stored.type,
      });
  }
}

/** The event that was stored for a request. */
interface Stored {
  readonly type: string;
  readonly target: string | null;
}

/** They name the person by id only; other names in them are labels. */
const ownMethods = /^(add_event|send_reach_goal|get_user_info)$/;

/** The person's name where the body has one, else their id. */
function personIn({ body, user_id, method }: LoggedRequest): string | null {
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
