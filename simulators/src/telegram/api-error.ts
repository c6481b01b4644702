/** A refusal of the Bot API; thrown by the methods and answered at the rim. */
export class BotApiError extends Error {
  override readonly name = 'BotApiError';
  readonly code: number;
  readonly retryAfterSeconds: number | null;

  constructor(code: number, description: string, retryAfterSeconds: number | null = null) {
    super(description);
    this.code = code;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  toBody(): object {
    const { code, message, retryAfterSeconds } = this;
    const parameters = retryAfterSeconds === null ? {} : { parameters: { retry_after: retryAfterSeconds } };
    return { ok: false, error_code: code, description: message, ...parameters };
  }
}

export function badRequest(description: string): BotApiError {
  return new BotApiError(400, `Bad Request: ${description}`);
}

export function forbidden(description: string): BotApiError {
  return new BotApiError(403, `Forbidden: ${description}`);
}

export function tooManyRequests(seconds: number): BotApiError {
  return new BotApiError(429, `Too Many Requests: retry after ${seconds}`, seconds);
}
