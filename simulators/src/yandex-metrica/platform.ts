import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Answer, errorAnswer } from './answer.ts';
import { ApiError, defaultErrorType } from './api-error.ts';
import { oauthToken } from './counters.ts';
import type { Fault } from './faults.ts';
import { answerManagement } from './management-api.ts';
import type { Admission } from './quotas.ts';
import { afterDelay, receiveBody, sendAnswer, splitTarget } from './transport.ts';
import type { World } from './world.ts';

const HTML_PAGE: Answer = {
  status: 502,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>\n',
};

/**
 * One request to the platform: admit by quota, receive, take a waiting fault, do, answer. A request which is left hanging
 * keeps its parallel place until the client goes away, as on the platform.
 */
export async function servePlatform(world: World, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = '', url: path = '/', headers } = request;
  const { pathname, query } = splitTarget(path);
  const record = world.requests.open(method, path, headers);
  const admission = admit(world, request);
  const leave = admission.kind === 'admitted' ? admission.release : () => {};
  response.once('close', leave);

  const received = await receiveBody(request, world.limits.bodyBytesMax);
  if (received.kind === 'gone') return;
  if (received.kind === 'body') record.body = received.bytes.toString('utf8');

  const decide = (): Answer => {
    if (received.kind === 'too_large') return errorAnswer(new ApiError('limit_exceeded', { location: 'file' }));
    const { authorization, 'content-type': contentType } = headers;
    const body = received.bytes;
    return answerManagement(world, { method, pathname, query, authorization, contentType, body });
  };
  const reply = (answer: Answer): void => {
    record.status = answer.status;
    // Before the bytes leave: the client's next request must find the place free.
    leave();
    sendAnswer(response, answer);
  };

  if (admission.kind === 'refused') {
    reply(errorAnswer(admission.error));
    return;
  }
  const fault = world.faults.take(method, pathname);
  if (fault === null) reply(decide());
  else misbehave(fault, { request, response, decide, reply });
}

function admit(world: World, request: IncomingMessage): Admission {
  const token = oauthToken(request.headers.authorization);
  const login = token === null ? null : world.counters.loginOf(token);
  return world.quotas.admit(request.socket.remoteAddress ?? '', login, world.clock());
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Does what the request asks; called for its effect where the answer is withheld. */
  decide(): Answer;
  reply(answer: Answer): void;
}

function misbehave(fault: Fault, { request, response, decide, reply }: Exchange): void {
  switch (fault.kind) {
    case 'status':
      reply(statusAnswer(fault));
      break;
    case 'html':
      reply(HTML_PAGE);
      break;
    case 'timeout_before_accept':
      break;
    case 'timeout_after_accept':
      decide();
      break;
    case 'reset':
      request.socket.resetAndDestroy();
      break;
    case 'reset_after_accept':
      decide();
      request.socket.resetAndDestroy();
      break;
    case 'slow': {
      const answer = decide();
      afterDelay(response, fault.delayMs, () => reply(answer));
      break;
    }
  }
}

function statusAnswer(fault: Extract<Fault, { readonly kind: 'status' }>): Answer {
  const { status, errorType = defaultErrorType(status), retryAfterSeconds } = fault;
  const headers = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
  return errorAnswer(new ApiError(errorType, { status }), headers);
}
