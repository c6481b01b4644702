import type { UnsentReason } from '../../ingest/records.ts';
import { isMaxUpdate } from '../../senders/max.ts';
import { hasUpdateId } from '../../senders/telegram-update.ts';
import { explainRefusal } from './explain-refusal.ts';
import { findUnfilledFields } from './find-unfilled-fields.ts';
import { ignoredText } from './ignored-texts.ts';
import type { Language } from './language.ts';
import type { LoggedEvent, LoggedRequest, LoggedTouch } from './select-last-requests.ts';
import { type ToldConversion, tellConversion } from './tell-conversion.ts';
import { words } from './words.ts';

/** What became of a call, in sentences for somebody who does not program. */
export interface ToldRequest {
  readonly tone: 'good' | 'quiet' | 'bad';
  readonly headline: string;
  readonly lines: readonly string[];
  readonly conversions: readonly ToldConversion[];
}

/** @param json the body where it is JSON: what its sender left unfilled is told too */
export function tellRequest(
  request: LoggedRequest,
  json: unknown,
  { language, currency }: { readonly language: Language; readonly currency: string },
): ToldRequest {
  const unfilled = tellUnfilled(json, language);
  const told = tellOutcome(request, { language, currency, isUnfilled: unfilled.length > 0 });
  const text = words[language];
  const counted = request.calls > 1 ? [text.calls(request.calls)] : [];
  const replayed = request.replay_of === null ? [] : [text.replayed];
  const erased = request.body === null ? [text.erased] : [];
  return {
    ...told,
    lines: [...counted, ...told.lines, ...unfilled, ...replayed, ...erased].map(asSentence),
    conversions: request.conversions.map((conversion) => tellConversion(conversion, language)),
  };
}

type Told = Omit<ToldRequest, 'conversions'>;

interface Telling {
  readonly language: Language;
  readonly currency: string;
  readonly isUnfilled: boolean;
}

function tellOutcome(request: LoggedRequest, telling: Telling): Told {
  const { language, isUnfilled } = telling;
  const text = words[language];
  const who = nameOf(request, language);
  switch (request.outcome) {
    case 'refused': {
      const { what, advice } = explainRefusal(request.status, request.details, language);
      // Where a template was not filled in, that is the advice; but SaleBot's constant has to be set first.
      const isSaid = isUnfilled && request.status === 422;
      return { tone: 'bad', headline: what, lines: isSaid ? [] : [advice].filter(isText) };
    }
    case 'ignored':
      return { tone: 'quiet', headline: text.ignored, lines: [ignoredText(request.details, language)].filter(isText) };
    case 'repeated':
      return { tone: 'quiet', headline: text.repeated, lines: [] };
    case 'read':
      return { tone: 'good', headline: who === null ? text.read : text.read + text.of + who, lines: [text.answered] };
    case 'accepted':
      return tellAccepted(request, who, telling);
  }
}

function tellAccepted(request: LoggedRequest, who: string | null, { language, currency }: Telling): Told {
  const text = words[language];
  const { event, touch } = request;
  const of = who === null ? '' : text.of + who;
  if (event === null) return { tone: 'good', headline: text.accepted + of, lines: [] };
  const isArrival = event.kind === 'start' || event.kind === 'join';
  const sum = event.amount === null ? '' : `, ${shownSum(event.amount, currency, language)}`;
  return {
    tone: 'good',
    headline: `${nameEvent(event, { language, isAnonymous: who === null })}${of}${isArrival ? sourceOf(touch, language) : ''}${sum}`,
    lines: [
      ...(who === null ? [text.anonymous] : []),
      ...(isArrival ? tellTouch(touch, language) : []),
      ...tellUnsentGoal(request, language),
    ],
  };
}

function nameEvent(
  { kind, effect, target, type }: LoggedEvent,
  { language, isAnonymous }: { readonly language: Language; readonly isAnonymous: boolean },
): string {
  const text = words[language];
  const what = kind === 'start' && effect === null && !isAnonymous ? text.again : text.kinds[kind];
  const name = kind === 'goal' ? target : type;
  return name === null ? what : `${what} ${text.quoted(name)}`;
}

function shownSum(sum: string, currency: string, language: Language): string {
  const form = { style: 'currency', currency, minimumFractionDigits: 0, maximumFractionDigits: 2 } as const;
  return new Intl.NumberFormat(language, form).format(Number(sum));
}

/** The link's name, else what the marks call it, else the ad system. */
function sourceOf(touch: LoggedTouch | null, language: Language): string {
  const text = words[language];
  const name = touch?.linkName ?? touch?.source ?? touch?.adSystem ?? null;
  if (touch === null || name === null) return '';
  return text.from + name + (touch.campaign === null ? '' : text.campaign(touch.campaign));
}

function tellTouch(touch: LoggedTouch | null, language: Language): string[] {
  const text = words[language];
  if (touch === null || touch.exactness === 'exact') return [];
  if (touch.exactness === 'probable') return [text.probable(Math.round(touch.confidence * 100))];
  return touch.exactness === 'organic' ? [text.organic] : [text.unknownSource(touch.startValue ?? '')];
}

function tellUnsentGoal(request: LoggedRequest, language: Language): string[] {
  const reason = unsentGoalReason(request);
  return reason === null ? [] : [words[language].goalUnsent[reason]];
}

/** A goal that the caller named and that no destination took: the call was OK, so nothing else says it. */
export function unsentGoalReason({ event, touch, conversions }: LoggedRequest): UnsentReason | null {
  if (event === null || event.target === null || conversions.length > 0) return null;
  if (touch === null || touch.exactness === 'unknown') return 'unknown_source';
  return touch.exactness === 'organic' ? 'organic' : 'no_destination';
}

/** In a raw update a text is what somebody wrote to the bot, whatever it looks like. */
function tellUnfilled(json: unknown, language: Language): string[] {
  if (hasUpdateId(json) || isMaxUpdate(json)) return [];
  return findUnfilledFields(json, language).map(({ path, came, cause }) => words[language].unfilled(path, came, cause));
}

function nameOf({ person, user_id }: LoggedRequest, language: Language): string | null {
  if (user_id === null) return null;
  const name = [person?.firstName, person?.lastName].filter(isText).join(' ');
  const username = isText(person?.username) ? `@${person.username}` : '';
  if (name === '') return username === '' ? words[language].user(user_id) : username;
  return username === '' ? name : `${name} (${username})`;
}

function isText(value: string | null | undefined): value is string {
  return value !== null && value !== undefined && value !== '';
}

function asSentence(text: string): string {
  const capital = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.:!?]$/.test(capital) ? capital : `${capital}.`;
}
