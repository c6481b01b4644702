import type { FastifyReply, FastifyRequest } from 'fastify';
import { StorageAway } from '../ingest/storage-errors.ts';
import { codeOf } from './database.ts';
import type { ManageDependencies } from './dependencies.ts';
import { Problem, TooMany } from './problem.ts';
import { problemInRussian, wantsRussian } from './problem-in-russian.ts';

const retryAfterSeconds = 5;

/** Turns whatever a route threw into a problem; what nobody foresaw is logged and gets a reference. */
export function answerError({ log }: Pick<ManageDependencies, 'log'>) {
  return (error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const problem = error instanceof Problem ? error : problemOf(error);
    if (problem !== null) return send(request, reply, problem);
    log?.('a call of the management API failed', { reference: request.id, error });
    return send(request, reply, new Problem('internal', `reference ${request.id}`));
  };
}

export function answerUnknownAddress(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const address = request.url.split('?', 1)[0];
  return send(request, reply, new Problem('not_found', `there is no ${request.method} ${address}; see /api/docs`));
}

function send({ headers }: FastifyRequest, reply: FastifyReply, problem: Problem): FastifyReply {
  const isRussian = wantsRussian(headers['accept-language']);
  const answer = isRussian ? problemInRussian(problem.answer) : problem.answer;
  reply.header('content-language', isRussian ? 'ru' : 'en').header('vary', 'accept-language');
  if (answer.status === 401) reply.header('www-authenticate', 'Bearer realm="Otkuda"');
  if (problem instanceof TooMany) reply.header('retry-after', problem.afterSeconds);
  if (answer.status === 503) reply.header('retry-after', retryAfterSeconds);
  return reply
    .code(answer.status)
    .type('application/problem+json; charset=utf-8')
    .serializer(JSON.stringify)
    .send(answer);
}

/** Null: a fault nobody foresaw. */
function problemOf(error: unknown): Problem | null {
  const code = codeOf(error);
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new Problem('too_large', 'the body may have 256 KB');
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
    return new Problem('unsupported_media_type', 'send JSON with the header "Content-Type: application/json"');
  }
  if (isStorageAway(error)) return new Problem('unavailable', 'nothing was stored; send it again');
  const status = typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : undefined;
  if (typeof status === 'number' && status >= 400 && status < 500) {
    return new Problem('bad_request', error instanceof Error ? error.message : 'the call could not be read');
  }
  return null;
}

// Classes 08 (connection), 53 (resources), 57P (the server ends), and what the driver says itself.
function isStorageAway(error: unknown): boolean {
  if (error instanceof StorageAway) return true;
  const message = error instanceof Error ? error.message : '';
  return (
    /^(ECONN|EPIPE|ENOTFOUND|ETIMEDOUT|57P|08|53)/.test(codeOf(error)) ||
    /Connection terminated|timeout exceeded when trying to connect/.test(message)
  );
}
