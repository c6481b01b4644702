import { storable } from '@otkuda/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Answer, refuse } from '../ingest/records.ts';
import { isStorageAway } from '../ingest/storage-errors.ts';
import { type Admission, admit, type Door } from './admission.ts';
import type { CallProcessor } from './call-processor.ts';
import { envelope } from './envelope.ts';
import { type GuessDelay, guesserOf } from './guess-delay.ts';
import type { LimitDecision } from './limits.ts';
import type { RefusalLog } from './refusal-log.ts';

export interface ApiDependencies extends Door {
  readonly processor: CallProcessor;
  readonly refusals: RefusalLog;
  readonly guesses: GuessDelay;
  readonly onAnswered: (method: string, outcome: string) => void;
  readonly log: (message: string, details: object) => void;
}

export const bodyBytesMax = 1024 * 1024;
export const retryAfterSeconds = 5;

interface ApiRequest extends FastifyRequest {
  params: { key: string; method: string };
  admission?: Admission;
  apiContentType?: string | null;
}

/** The addresses of the compatible API: `/v1/:key/:method`, and the longer one that MAX clients use. */
export function apiRoutes(app: FastifyInstance, dependencies: ApiDependencies): void {
  // Senders' content types are wrong too often to choose a parser by them: the body is read as it is.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: bodyBytesMax }, (_request, body, done) =>
    done(null, body),
  );
  app.addHook('onRequest', async (request, reply) => {
    const call = request as ApiRequest;
    call.apiContentType = request.raw.headers['content-type'] ?? null;
    // A content type that cannot be parsed would be refused before our parser is asked.
    if (call.apiContentType !== null) request.raw.headers['content-type'] = 'application/octet-stream';
    const admission = await admit(dependencies, { verb: request.method, ...call.params });
    call.admission = admission;
    if (admission.limit !== null) setLimitHeaders(reply, admission.limit);
    if (admission.kind === 'admitted') return undefined;
    if (admission.isUnknownKey) await dependencies.guesses.wait(guesserOf(request.ip), goneOf(reply));
    if (admission.key !== null) dependencies.refusals.note(admission.key, call.params.method, admission.answer);
    return send(reply, call, admission.answer, dependencies);
  });
  app.setErrorHandler((error, request, reply) =>
    send(reply, request as ApiRequest, answerError(error, request, dependencies), dependencies),
  );
  for (const url of ['/v1/:key/:method', '/API/bot-api/v1/:key/:method']) {
    app.all(url, (request, reply) => handle(request as ApiRequest, reply, dependencies));
  }
}

async function handle(request: ApiRequest, reply: FastifyReply, dependencies: ApiDependencies): Promise<FastifyReply> {
  const { admission } = request;
  if (admission?.kind !== 'admitted') throw new Error('a call came in without admission');
  const idempotencyKey = request.headers['idempotency-key'];
  const { requestId, answer } = await dependencies.processor.process({
    project: admission.key.project,
    keyId: admission.key.keyId,
    method: admission.method,
    methodName: request.params.method,
    receivedMs: dependencies.now(),
    contentType: request.apiContentType?.slice(0, 200) ?? null,
    body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
    idempotencyKey: typeof idempotencyKey === 'string' && idempotencyKey !== '' ? storable(idempotencyKey, 255) : null,
    replayOf: null,
  });
  reply.header('x-request-id', requestId);
  return send(reply, request, answer, dependencies);
}

function send(reply: FastifyReply, request: ApiRequest, answer: Answer, dependencies: ApiDependencies): FastifyReply {
  const key = request.admission?.kind === 'admitted' ? request.admission.key : (request.admission?.key ?? null);
  const { status, body } = envelope(answer, key?.mode ?? null, key?.always200 ?? false);
  if (!answer.ok && answer.error === 'unavailable') reply.header('retry-after', retryAfterSeconds);
  const known = dependencies.methods.has(request.params.method) ? request.params.method : 'unknown';
  dependencies.onAnswered(known, answer.ok ? 'ok' : answer.error);
  return reply.code(status).header('content-type', 'application/json; charset=utf-8').send(body);
}

/** Aborts when the caller has hung up. */
export function goneOf(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  return gone.signal;
}

function setLimitHeaders(reply: FastifyReply, limit: LimitDecision): void {
  if (limit.limit === 0) return;
  reply.header('ratelimit-limit', limit.limit);
  reply.header('ratelimit-remaining', limit.remaining);
  reply.header('ratelimit-reset', limit.resetSeconds);
  if (!limit.allowed) reply.header('retry-after', limit.resetSeconds);
}

function answerError(error: unknown, request: FastifyRequest, { log }: ApiDependencies): Answer {
  const code = (error as { code?: string }).code;
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    return refuse('badRequest', `the body is larger than ${bodyBytesMax} bytes`);
  }
  if (code?.startsWith('FST_ERR_CTP_')) return refuse('badRequest', 'the body could not be read to its end');
  if (isStorageAway(error)) {
    return refuse(
      'unavailable',
      'it may not have been stored; send it again, with an Idempotency-Key where it must not count twice',
    );
  }
  log('a call failed', { reference: request.id, error });
  return refuse('internal', `reference ${request.id}`);
}
