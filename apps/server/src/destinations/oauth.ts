import { Type } from 'typebox';
import { Check } from 'typebox/value';
import { retryAfterSeconds } from './answer.ts';
import type { HttpAnswer, HttpRequest } from './http-message.ts';
import type { Failure } from './outcome.ts';
import type { OwnerReason } from './reasons.ts';

const timeoutMs = 15_000;
/** A token is given up so long before it ends: the call it is for may wait for its turn, and take its time. */
export const tokenMarginMs = 2 * 60_000;

/** A call to the token endpoint (RFC 6749 §3.2). */
export function tokenRequest(baseUrl: string, form: Readonly<Record<string, string>>): HttpRequest {
  return {
    method: 'POST',
    url: `${baseUrl}/token`,
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: new URLSearchParams(form).toString(),
    timeoutMs,
  };
}

const refused = Type.Object({ error: Type.String(), error_description: Type.Optional(Type.String()) });

/** What only the owner can mend. Source: RFC 6749 §5.2; yandex.ru/dev/id/doc, errors of `/token`. */
const ownersReasons: Readonly<Record<string, OwnerReason>> = {
  invalid_grant: 'token_invalid',
  bad_verification_code: 'token_invalid',
  invalid_client: 'oauth_client_wrong',
  unauthorized_client: 'oauth_client_wrong',
  invalid_scope: 'scope_missing',
};

/** What an answer of the token endpoint other than 200 means. */
export function tokenFailure(answer: HttpAnswer, body: unknown, nowMs: number): Failure {
  const { status } = answer;
  const afterSeconds = retryAfterSeconds(answer, nowMs);
  const { error, error_description: description = '' } = Check(refused, body) ? body : { error: `HTTP ${status}` };
  const detail = `${error}: ${description}`;
  const ownersReason = Object.hasOwn(ownersReasons, error) ? ownersReasons[error] : undefined;
  if (ownersReason !== undefined) return { class: 'needs_owner', reason: ownersReason, detail };
  if (status === 429) return { class: 'throttled', afterSeconds, reason: 'too_many_requests', detail };
  return { class: 'retryable', afterSeconds, reason: status >= 500 ? 'platform_error' : 'unexpected_answer', detail };
}
