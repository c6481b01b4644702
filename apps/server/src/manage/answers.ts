import type { TSchema } from 'typebox';
import { ProblemAnswer, type ProblemName, problems } from './problem.ts';

const everywhere: readonly ProblemName[] = [
  'bad_request',
  'unauthorized',
  'forbidden',
  'not_found',
  'internal',
  'unavailable',
];

const meanings: Readonly<Record<string, string>> = { 201: 'Made', 202: 'Accepted' };

/**
 * The answers of a route, for the serialiser and the OpenAPI document: its own by status, the problems that any call can end with,
 * and those of `also`.
 */
export function answers<Own extends Readonly<Record<number, TSchema>>>(
  own: Own,
  also: readonly ProblemName[] = [],
): Own {
  const refusals = [...everywhere, ...also].map((name) => [
    problems[name].status,
    { description: problems[name].title, content: { 'application/problem+json': { schema: ProblemAnswer } } },
  ]);
  const described = Object.entries(own).map(([status, schema]) => [
    status,
    { ...schema, description: meanings[status] ?? 'Done' },
  ]);
  return { ...own, ...Object.fromEntries(described), ...Object.fromEntries(refusals) };
}

/** Of routes that take a body. */
export const withBody: readonly ProblemName[] = ['too_large', 'unsupported_media_type'];
