import type { Answer } from '../stand-in/answer.ts';
import type { StatusFault } from '../stand-in/faults.ts';
import { type Fields, optional, readText } from '../stand-in/fields.ts';
import { ApiError, apiErrorAnswer } from './api-error.ts';

/** What a status fault may say besides. */
export interface GoogleFaultDetail {
  /** `reason` of the ErrorInfo, as `SERVICE_DISABLED`; default: the canonical code of the status. */
  readonly reason?: string;
}

const CODE_BY_STATUS: Readonly<Record<number, string>> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  429: 'RESOURCE_EXHAUSTED',
  500: 'INTERNAL',
  503: 'UNAVAILABLE',
  504: 'DEADLINE_EXCEEDED',
};

export function googleFaultAnswer({ status, reason }: StatusFault<GoogleFaultDetail>): Answer {
  const code = CODE_BY_STATUS[status] ?? 'UNKNOWN';
  return apiErrorAnswer(new ApiError({ status, code, reason: reason ?? code, message: 'A fault on demand' }));
}

/** @throws {SideChannelInputError} */
export function readGoogleFaultDetail(fields: Fields): GoogleFaultDetail {
  return optional(fields, 'reason', readText);
}
