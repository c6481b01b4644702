import { MaxError } from '@maxhub/max-bot-api';
import { MessengerFailure } from '../failure.ts';

/** Nobody answered, or nobody whose certificate is trusted: nothing was done. After any other error it may have been. */
const nothingSent: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'SELF_SIGNED_CERT_IN_CHAIN',
]);

/** What an error of the official client means. */
export function maxFailure(error: unknown): unknown {
  if (error instanceof MaxError) {
    const { status, message } = error;
    if (status === 401) return new MessengerFailure({ class: 'token', status, message });
    if (status === 429 || status >= 500) return new MessengerFailure({ class: 'later', status, message });
    if (error.code === 'subscription.active' || status === 409)
      return new MessengerFailure({ class: 'conflict', status, message });
    return new MessengerFailure({ class: 'refused', status, message });
  }
  if (error instanceof Error) {
    const cause = error.cause;
    const code = typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : '';
    const message = code === '' ? error.message : `${error.message}: ${code}`;
    return new MessengerFailure({ class: nothingSent.has(code) ? 'later' : 'unknown', status: 0, message });
  }
  return error;
}
