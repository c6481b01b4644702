import { type Answer, jsonAnswer } from '../stand-in/answer.ts';

/** What is wrong with one field of a request. */
export interface Violation {
  /** As `events.events[0].event_timestamp`. */
  readonly field: string;
  /** An `ErrorReason` of the published protos. */
  readonly reason: string;
  readonly description: string;
}

interface ApiErrorFields {
  readonly status: number;
  /** The canonical code of google.rpc, as `INVALID_ARGUMENT`. */
  readonly code: string;
  readonly message: string;
  /** `reason` of the ErrorInfo. */
  readonly reason: string;
  readonly violations?: readonly Violation[];
}

/** A refusal of the Data Manager API in the form of adplatforms.md §5.1; nothing of the request was taken. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly fields: ApiErrorFields;

  constructor(fields: ApiErrorFields) {
    super(fields.message);
    this.fields = fields;
  }
}

export function invalidArgument(violations: readonly Violation[]): ApiError {
  const message = 'There was a problem with the request.';
  return new ApiError({ status: 400, code: 'INVALID_ARGUMENT', reason: 'INVALID_ARGUMENT', message, violations });
}

export function unauthenticated(): ApiError {
  const message = 'Request had invalid authentication credentials.';
  return new ApiError({ status: 401, code: 'UNAUTHENTICATED', reason: 'ACCESS_TOKEN_EXPIRED', message });
}

export function permissionDenied(reason: string): ApiError {
  const message = 'The caller does not have permission';
  return new ApiError({ status: 403, code: 'PERMISSION_DENIED', reason, message });
}

export function apiErrorAnswer({ fields }: ApiError, requestId = 't-0'): Answer {
  const { status, code, message, reason, violations = [] } = fields;
  const info = {
    '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
    reason,
    domain: 'datamanager.googleapis.com',
    metadata: { requestId },
  };
  const badRequest = { '@type': 'type.googleapis.com/google.rpc.BadRequest', fieldViolations: violations };
  const details = violations.length === 0 ? [info] : [info, badRequest];
  return jsonAnswer(status, { error: { code: status, message, status: code, details } });
}
