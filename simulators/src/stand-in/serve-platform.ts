import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Answer, proxyPage } from './answer.ts';
import type { Fault } from './faults.ts';
import type { StandIn } from './stand-in.ts';
import { afterDelay, receiveBody, sendAnswer, splitTarget } from './transport.ts';

/**
 * One request to the platform: admit by quota, receive, take a waiting fault, do, answer. A request which is left hanging
 * keeps its place until the client goes away, as on the platform.
 */
export async function servePlatform<Detail>(
  standIn: StandIn<Detail>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = '', url: target = '/', headers } = request;
  const { pathname, query } = splitTarget(target);
  const record = standIn.requests.open(method, target, headers);
  const admission = standIn.admit?.(request) ?? { kind: 'admitted', release() {} };
  const leave = admission.kind === 'admitted' ? admission.release : () => {};
  response.once('close', leave);

  const received = await receiveBody(request, standIn.bodyBytesMax);
  if (received.kind === 'gone') return;
  if (received.kind === 'body') record.body = received.bytes.toString('utf8');

  const decide = (): Answer => {
    if (received.kind === 'too_large') return standIn.tooLarge();
    return standIn.answer({ method, target, pathname, query, headers, body: received.bytes });
  };
  const reply = (answer: Answer): void => {
    record.status = answer.status;
    // Before the bytes leave: the client's next request must find the place free.
    leave();
    sendAnswer(response, answer);
  };

  if (admission.kind === 'refused') {
    reply(admission.answer);
    return;
  }
  const fault = standIn.faults.take(method, pathname);
  if (fault === null) reply(decide());
  else misbehave(standIn, fault, { request, response, decide, reply });
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Does what the request asks; called for its effect where the answer is withheld. */
  decide(): Answer;
  reply(answer: Answer): void;
}

function misbehave<Detail>(
  standIn: StandIn<Detail>,
  fault: Fault<Detail>,
  { request, response, decide, reply }: Exchange,
): void {
  switch (fault.kind) {
    case 'status': {
      const { status, headers, body } = standIn.refuse(fault);
      const wait = fault.retryAfterSeconds;
      reply({ status, headers: wait === undefined ? headers : { ...headers, 'retry-after': String(wait) }, body });
      break;
    }
    case 'html':
      reply(proxyPage);
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
