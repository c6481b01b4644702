import { GrammyError, HttpError } from 'grammy';
import { MessengerFailure } from '../failure.ts';

/** What an error of grammY's client means. Source: Bot API, "Making requests" and ResponseParameters. */
export function telegramFailure(error: unknown): unknown {
  if (error instanceof GrammyError) {
    const { error_code: status, description: message, parameters } = error;
    const afterMs = parameters.retry_after === undefined ? {} : { afterMs: parameters.retry_after * 1000 };
    if (status === 401 || (status === 404 && message === 'Not Found'))
      return new MessengerFailure({ class: 'token', status, message });
    if (status === 409) return new MessengerFailure({ class: 'conflict', status, message });
    if (status === 429 || status >= 500) return new MessengerFailure({ class: 'later', status, message, ...afterMs });
    return new MessengerFailure({ class: 'refused', status, message });
  }
  if (error instanceof HttpError) {
    // Where nobody answered at all, nothing was done; everything else may have been.
    const refused = codeOf(error.error) === 'ECONNREFUSED' || codeOf(error.error) === 'ENOTFOUND';
    return new MessengerFailure({ class: refused ? 'later' : 'unknown', status: 0, message: error.message });
  }
  return error;
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}
