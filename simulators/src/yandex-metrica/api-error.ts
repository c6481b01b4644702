/** Every `error_type` the stand-in knows with its HTTP status and a message (adplatforms.md §2.2; the texts are guesses). */
const ERRORS = {
  unauthorized: { status: 401, message: 'User is not authorized' },
  invalid_token: { status: 401, message: 'Invalid oauth_token' },
  access_denied: { status: 403, message: 'Access is denied' },
  not_found: { status: 404, message: 'Object not found' },
  invalid_parameter: { status: 400, message: 'Invalid parameter value' },
  missing_parameter: { status: 400, message: 'Required parameter is missing' },
  invalid_uploading: { status: 400, message: 'Invalid uploading' },
  invalid_json: { status: 400, message: 'Invalid JSON' },
  limit_exceeded: { status: 400, message: 'Limit exceeded' },
  not_acceptable: { status: 406, message: 'Format is not supported' },
  conflict: { status: 409, message: 'Data integrity violation' },
  quota_requests_by_ip: { status: 429, message: 'Quota of requests per second for the IP address is exceeded' },
  quota_parallel_requests: { status: 429, message: 'Quota of parallel requests for the user is exceeded' },
  quota_requests_by_uid: { status: 429, message: 'Quota of requests per day for the user is exceeded' },
  quota_requests_by_counter_id: { status: 429, message: 'Quota of requests per day for the counter is exceeded' },
  backend_error: { status: 503, message: 'Backend error, try again later' },
  timeout: { status: 504, message: 'Request takes too long' },
} as const;

export type ErrorType = keyof typeof ERRORS;

/** Whether a text is one of the platform's error types. */
export function isErrorType(text: string): text is ErrorType {
  return Object.hasOwn(ERRORS, text);
}

/** The error type an injected status carries when the test names none. */
export function defaultErrorType(status: number): ErrorType {
  const named: Readonly<Record<number, ErrorType>> = {
    401: 'unauthorized',
    403: 'access_denied',
    404: 'not_found',
    406: 'not_acceptable',
    409: 'conflict',
    429: 'quota_requests_by_ip',
    504: 'timeout',
  };
  return named[status] ?? (status >= 500 ? 'backend_error' : 'invalid_parameter');
}

/** A refusal in the platform's terms; thrown by the readers of a request and answered at the rim. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly errorType: ErrorType;
  readonly status: number;
  /** The parameter or the place in the file at fault; null where the platform names none. */
  readonly location: string | null;

  constructor(
    errorType: ErrorType,
    { message, location, status }: { message?: string; location?: string; status?: number } = {},
  ) {
    super(message ?? ERRORS[errorType].message);
    this.errorType = errorType;
    this.status = status ?? ERRORS[errorType].status;
    this.location = location ?? null;
  }

  /** The body of adplatforms.md §2.2; `location` is left out where there is no place, as the platform does. */
  toBody(): object {
    const place = this.location === null ? {} : { location: this.location };
    return {
      errors: [{ error_type: this.errorType, message: this.message, ...place }],
      code: this.status,
      message: this.message,
    };
  }
}
