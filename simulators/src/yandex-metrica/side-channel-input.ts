import { type ErrorType, isErrorType } from './api-error.ts';
import type { CounterSettings } from './counters.ts';
import { type Fault, type FaultScope, PLAIN_FAULT_KINDS } from './faults.ts';

/** A side channel's body that says nothing usable; the message is for the person at the other end. */
export class SideChannelInputError extends Error {
  override readonly name = 'SideChannelInputError';
}

type Fields = Readonly<Record<string, unknown>>;

/** @throws {SideChannelInputError} for anything but a fault. */
export function parseFault(text: string): Fault {
  const fields = parseObject(text);
  const scope = readScope(fields);
  const { kind } = fields;
  if (kind === 'slow') return { ...scope, kind, delayMs: readInteger(fields, 'delayMs', 0) };
  if (kind === 'status') return { ...scope, kind, ...readStatus(fields) };
  const plain = PLAIN_FAULT_KINDS.find((name) => name === kind);
  if (plain === undefined)
    throw new SideChannelInputError(`kind: one of status, slow, ${PLAIN_FAULT_KINDS.join(', ')}`);
  return { ...scope, kind: plain };
}

/** @throws {SideChannelInputError} for anything but a counter's settings. */
export function parseCounter(text: string): CounterSettings {
  const fields = parseObject(text);
  const { knownIds = 'all' } = fields;
  return {
    id: readText(fields, 'id'),
    login: readText(fields, 'login'),
    token: readText(fields, 'token'),
    goals: readTexts(fields, 'goals'),
    knownIds: knownIds === 'all' ? knownIds : readTexts(fields, 'knownIds'),
  };
}

function readScope(fields: Fields): FaultScope {
  return {
    ...(fields.times === undefined ? {} : { times: readInteger(fields, 'times', 1) }),
    ...(fields.method === undefined ? {} : { method: readText(fields, 'method') }),
    ...(fields.path === undefined ? {} : { path: readText(fields, 'path') }),
  };
}

function readStatus(fields: Fields): { status: number; errorType?: ErrorType; retryAfterSeconds?: number } {
  const status = readInteger(fields, 'status', 400);
  if (status > 599) throw new SideChannelInputError('status: 400 to 599');
  return {
    status,
    ...(fields.errorType === undefined ? {} : { errorType: readErrorType(fields) }),
    ...(fields.retryAfterSeconds === undefined
      ? {}
      : { retryAfterSeconds: readInteger(fields, 'retryAfterSeconds', 0) }),
  };
}

function readErrorType(fields: Fields): ErrorType {
  const text = readText(fields, 'errorType');
  if (!isErrorType(text)) throw new SideChannelInputError(`errorType: "${text}" is none of the platform's`);
  return text;
}

function parseObject(text: string): Fields {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new SideChannelInputError('the body is not JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new SideChannelInputError('the body is not a JSON object');
  }
  return Object.fromEntries(Object.entries(value));
}

function readText(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== 'string' || value === '') throw new SideChannelInputError(`${name}: a text is needed`);
  return value;
}

function readTexts(fields: Fields, name: string): readonly string[] {
  const value = fields[name];
  if (!Array.isArray(value)) throw new SideChannelInputError(`${name}: a list of texts is needed`);
  return value.map((item: unknown) => {
    if (typeof item !== 'string') throw new SideChannelInputError(`${name}: a list of texts is needed`);
    return item;
  });
}

function readInteger(fields: Fields, name: string, min: number): number {
  const value = fields[name];
  if (typeof value !== 'number' || !Number.isInteger(value) || value < min) {
    throw new SideChannelInputError(`${name}: an integer from ${min} is needed`);
  }
  return value;
}
