import type { HttpAnswer, HttpRequest } from '../destinations/http-message.ts';
import type { Ambiguous, NeedsOwner, Retryable } from '../destinations/outcome.ts';
import { AddressRefused, CallFailed } from './call-failed.ts';
import type { OpenDestination } from './open-destination.ts';
import type { DeliveryOptions } from './options.ts';
import { mask } from './redact.ts';

/** A call and how it ended: with an answer, or with the failure that no answer means. */
export type CallMade = {
  readonly request: HttpRequest;
  readonly startedMs: number;
  readonly durationMs: number;
} & (
  | { readonly answer: HttpAnswer; readonly failure: null }
  | { readonly answer: null; readonly failure: Retryable | Ambiguous | NeedsOwner }
);

/**
 * What the request hides is gone from the answer too, before anybody reads it: platforms repeat what they refuse. What is no CallFailed is a defect and goes through: what was sent then stays ambiguous and is asked about.
 */
export async function makeCall(
  options: Pick<DeliveryOptions, 'call' | 'callOwnersAddress' | 'now'>,
  { platform }: Pick<OpenDestination, 'platform'>,
  request: HttpRequest,
): Promise<CallMade> {
  const startedMs = options.now();
  const call = platform.baseUrl === null ? options.callOwnersAddress : options.call;
  const timed = (): Pick<CallMade, 'request' | 'startedMs' | 'durationMs'> => {
    return { request, startedMs, durationMs: Math.max(Math.round(options.now() - startedMs), 0) };
  };
  try {
    const answer = await call(request);
    const { hidden = [] } = request;
    const readable = hidden.length === 0 ? answer : { ...answer, body: mask(answer.body, hidden) };
    return { ...timed(), answer: readable, failure: null };
  } catch (error) {
    if (!(error instanceof CallFailed)) throw error;
    return { ...timed(), answer: null, failure: lost(error) };
  }
}

function lost(error: CallFailed): NonNullable<CallMade['failure']> {
  const { sent, reason } = error;
  if (error instanceof AddressRefused) return { class: 'needs_owner', reason: 'address_not_public', detail: reason };
  return sent
    ? { class: 'ambiguous', afterSeconds: null, reason: 'no_answer', detail: reason }
    : { class: 'retryable', afterSeconds: null, reason: 'unreachable', detail: reason };
}
