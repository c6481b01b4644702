import { type Body, type BodySpec, type Platform, readBody } from '@otkuda/contract';
import type { ProjectConfig } from '../directory/config-types.ts';
import type { Reading, Signal } from '../domain/signal.ts';
import { type Answer, ok, type RequestOutcome, refuse, type SignalOutcome } from '../ingest/records.ts';
import type { LastTransition } from '../reports/last-transition.ts';
import type { TokenInfo } from '../reports/token-info.ts';
import type { ReportedProject, UserInfo } from '../reports/user-info.ts';
import { findMaxUpdate, findTelegramUpdate } from '../senders/find-update.ts';
import { isMaxUpdate, maxUpdate } from '../senders/max.ts';
import { telegramUpdate } from '../senders/telegram.ts';
import { hasUpdateId } from '../senders/telegram-update.ts';

export interface CallContext {
  readonly project: ProjectConfig;
  readonly nowMs: number;
}

export interface ReadingContext extends CallContext {
  readonly keyId: string;
}

/** What reading methods may ask. */
export interface Reports {
  userInfo(project: ReportedProject, userId: string): Promise<UserInfo | null>;
  lastTransition(project: ReportedProject, userId: string, sinceMs: number): Promise<LastTransition | null>;
  tokenInfo(project: ReportedProject, keyId: string): Promise<TokenInfo | null>;
}

/** What configuring methods may change. */
export interface Configuration {
  /** False where there is no such project any more. Every process knows of it from then on. */
  setChatLink(projectId: string, chatLink: string): Promise<boolean>;
}

/** One method of the API: routes, documents, limits and the request log are made from the list of them. */
export type ApiMethod = WritingMethod | ReadingMethod | ConfiguringMethod;

interface MethodBase {
  /** The published name first, then its synonyms. */
  readonly names: readonly [string, ...string[]];
  readonly platforms: readonly Platform[];
  readonly summary: { readonly en: string; readonly ru: string };
  /** Fields of the body; null: a payload of somebody else's making. */
  readonly body: BodySpec | null;
  /** It answers a key that has expired, too. */
  readonly takesExpiredKeys?: true;
  /** What it says of a project that was deleted, as 405; others answer 403. */
  readonly ofDeletedProject?: string;
}

export interface WritingMethod extends MethodBase {
  readonly kind: 'writes';
  /** The payload is JSON as it came; '' for an empty body. Pure. */
  read(payload: Payload, context: CallContext): Reading;
  answer(outcome: RequestOutcome): Answer;
}

export interface ReadingMethod extends MethodBase {
  readonly kind: 'reads';
  answer(
    payload: Payload,
    context: ReadingContext,
    reports: Reports,
  ): Promise<{ answer: Answer; userId: string | null }>;
}

/** A method that changes the project's own settings. A repeated call makes the same change again. */
export interface ConfiguringMethod extends MethodBase {
  readonly kind: 'configures';
  apply(payload: Payload, context: CallContext, configuration: Configuration): Promise<Answer>;
}

/** A body: parsed where it could be, with the text it was. */
export interface Payload {
  /** undefined: it is no JSON. */
  readonly json: unknown;
  readonly text: string;
}

/** A method whose body is an object of known fields and that stores signals. */
export function writingMethod<S extends BodySpec>(method: {
  readonly names: readonly [string, ...string[]];
  readonly platforms: readonly Platform[];
  readonly summary: MethodBase['summary'];
  readonly body: S;
  /** People forward the messenger's own update here: it means what it means to the webhook methods. */
  readonly takesUpdates?: boolean;
  signals(body: Body<S>, context: CallContext): readonly Signal[];
  /** Names a repeat; null where repeats are stored. */
  dedupe?(body: Body<S>): { readonly key: string } | null;
  answer?(outcomes: readonly SignalOutcome[]): Answer;
}): WritingMethod {
  const { names, platforms, summary, body: spec, signals, dedupe } = method;
  return {
    kind: 'writes',
    names,
    platforms,
    summary,
    body: spec,
    read(payload, context) {
      const update = method.takesUpdates === true ? readUpdate(payload, context) : undefined;
      if (update !== undefined) return update;
      const reading = readObject(spec, payload, context.nowMs);
      if (!reading.ok) return { kind: 'refused', error: reading.error, details: reading.details };
      const repeat = dedupe?.(reading.body) ?? null;
      return {
        kind: 'signals',
        signals: signals(reading.body, context),
        dedupe: repeat === null ? null : { key: repeat.key, hours: null, repeat: 'conflict' },
      };
    },
    answer: (outcome) => answerOutcome(outcome, method.answer),
  };
}

function readUpdate({ json }: Payload, { project, nowMs }: CallContext): Reading | undefined {
  const isMax = project.platform === 'max';
  const update = isMax ? findMaxUpdate(json) : findTelegramUpdate(json);
  if (update === undefined) return undefined;
  return isMax ? maxUpdate(update, { project, nowMs }) : telegramUpdate(update, { project, nowMs });
}

/** A method that takes a payload of a sender's own form. */
export function sendersMethod(method: {
  readonly names: readonly [string, ...string[]];
  readonly platforms: readonly Platform[];
  readonly summary: MethodBase['summary'];
  read(payload: Payload, context: CallContext): Reading;
}): WritingMethod {
  return { ...method, kind: 'writes', body: null, answer: (outcome) => answerOutcome(outcome) };
}

export function readingMethod<S extends BodySpec>(method: {
  readonly names: readonly [string, ...string[]];
  readonly platforms: readonly Platform[];
  readonly summary: MethodBase['summary'];
  readonly body: S;
  readonly takesExpiredKeys?: true;
  userId(body: Body<S>): string | null;
  answer(body: Body<S>, context: ReadingContext, reports: Reports): Promise<Answer>;
}): ReadingMethod {
  const { body: spec } = method;
  return {
    ...method,
    kind: 'reads',
    async answer(payload, context, reports) {
      const reading = readObject(spec, payload, context.nowMs);
      if (!reading.ok) return { answer: refuse(reading.error, reading.details), userId: null };
      const { body } = reading;
      return { answer: await method.answer(body, context, reports), userId: method.userId(body) };
    },
  };
}

function readObject<S extends BodySpec>(spec: S, { json }: Payload, nowMs: number) {
  if (typeof json === 'object' && json !== null && !Array.isArray(json)) {
    const reading = readBody(spec, json as Readonly<Record<string, unknown>>, nowMs);
    return reading.ok ? reading : { ...reading, details: reading.details + hintOf(json) };
  }
  const details = `the body must be a JSON object such as {"user_id": "987654321"}, got ${nameOf(json)}`;
  return { ok: false, error: 'badRequest', details } as const;
}

/** Somebody who forwards everything to one address learns where the messenger's own updates go. */
function hintOf(json: object): string {
  if (hasUpdateId(json)) return '; this looks like a raw update: send it to on_telegram_webhook';
  return isMaxUpdate(json) ? '; this looks like a raw update of MAX: send it to on_max_webhook' : '';
}

function nameOf(json: unknown): string {
  if (json === undefined) return 'something that is no JSON';
  if (json === null) return 'null';
  return Array.isArray(json) ? 'an array' : `a ${typeof json}`;
}

function answerOutcome(outcome: RequestOutcome, answer?: (outcomes: readonly SignalOutcome[]) => Answer): Answer {
  if (outcome.kind === 'conflict')
    return refuse('conflict', 'this event is stored already: same user, type, date, amount and labels');
  if (outcome.kind !== 'done') return ok();
  const missing = outcome.signals.find((signal) => signal.kind === 'no_such_user');
  if (missing !== undefined) return refuse('notFound', `user_id: there is no subscriber ${missing.userId}`);
  return answer?.(outcome.signals) ?? ok();
}
