import type { IncomingMessage } from 'node:http';
import type { Answer } from '../stand-in/answer.ts';
import type { Admission, PlatformRequest, StandIn } from '../stand-in/stand-in.ts';
import { ApiError, defaultErrorType } from './api-error.ts';
import { oauthToken } from './counters.ts';
import { errorAnswer } from './error-answer.ts';
import { type FaultDetail, readFaultDetail } from './fault-detail.ts';
import { answerManagement } from './management-api.ts';
import { answerSideChannel } from './side-channel.ts';
import type { World } from './world.ts';

/** Yandex Metrica and Yandex OAuth as a stand-in: quotas by login, errors of adplatforms.md §2.2. */
export function yandexMetricaStandIn(world: World): StandIn<FaultDetail> {
  const { faults, requests, limits } = world;
  return {
    name: 'yandex-metrica',
    faults,
    requests,
    bodyBytesMax: limits.bodyBytesMax,
    admit: (request) => admit(world, request),
    answer: (request) => answer(world, request),
    tooLarge: () => errorAnswer(new ApiError('limit_exceeded', { location: 'file' })),
    refuse: ({ status, errorType = defaultErrorType(status) }) => errorAnswer(new ApiError(errorType, { status })),
    readFaultDetail,
    answerSideChannel: (request) => answerSideChannel(world, request),
  };
}

function answer(world: World, request: PlatformRequest): Answer {
  if (request.pathname === '/authorize') return world.oauth.answerAuthorize(request);
  if (request.pathname === '/token') return world.oauth.answerToken(request);
  return answerManagement(world, request);
}

function admit(world: World, request: IncomingMessage): Admission {
  const token = oauthToken(request.headers.authorization);
  const login = token === null ? null : world.counters.loginOf(token);
  const admission = world.quotas.admit(request.socket.remoteAddress ?? '', login, world.clock());
  return admission.kind === 'admitted' ? admission : { kind: 'refused', answer: errorAnswer(admission.error) };
}
