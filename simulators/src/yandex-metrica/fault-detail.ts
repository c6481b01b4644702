import { type Fields, optional, readText, SideChannelInputError } from '../stand-in/fields.ts';
import { type ErrorType, isErrorType } from './api-error.ts';

/** What a status fault may say besides: the platform's type of the error; default: its type for the status. */
export interface FaultDetail {
  readonly errorType?: ErrorType;
}

/** @throws {SideChannelInputError} for a type that is none of the platform's. */
export function readFaultDetail(fields: Fields): FaultDetail {
  return optional(fields, 'errorType', readErrorType);
}

function readErrorType(fields: Fields, name: string): ErrorType {
  const text = readText(fields, name);
  if (!isErrorType(text)) throw new SideChannelInputError(`${name}: "${text}" is none of the platform's`);
  return text;
}
