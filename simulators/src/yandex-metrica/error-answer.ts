import { type Answer, jsonAnswer } from '../stand-in/answer.ts';
import type { ApiError } from './api-error.ts';

/** A refusal in the platform's error form. */
export function errorAnswer(error: ApiError): Answer {
  return jsonAnswer(error.status, error.toBody());
}
