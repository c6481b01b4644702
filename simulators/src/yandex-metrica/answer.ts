import type { ApiError } from './api-error.ts';

/** An HTTP answer as a value: decided first, so that a fault can still withhold, delay or replace it. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An answer with a JSON body. */
export function jsonAnswer(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) };
}

/** A refusal in the platform's error form. */
export function errorAnswer(error: ApiError, headers: Readonly<Record<string, string>> = {}): Answer {
  return jsonAnswer(error.status, error.toBody(), headers);
}
