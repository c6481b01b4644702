import { type Answer, jsonAnswer } from './answer.ts';
import { acceptedConversions, observedUploads } from './observations.ts';
import { parseCounter, parseFault, SideChannelInputError } from './side-channel-input.ts';
import type { World } from './world.ts';

/** Addresses under it belong to the test, not to the platform: no quota, no fault, no entry in the request log. */
export const SIDE_CHANNEL_PATH = '/__sim/yandex-metrica/';

export interface SideChannelRequest {
  readonly method: string;
  readonly pathname: string;
  readonly query: URLSearchParams;
  readonly body: string;
}

/** What a test in another process asks and tells the stand-in; errors are `{"error": text}`. */
export function answerSideChannel(world: World, request: SideChannelRequest): Answer {
  try {
    return answerResource(world, request);
  } catch (error) {
    if (error instanceof SideChannelInputError) return jsonAnswer(400, { error: error.message });
    throw error;
  }
}

function answerResource(world: World, { method, pathname, query, body }: SideChannelRequest): Answer {
  const resource = `${method} ${pathname.slice(SIDE_CHANNEL_PATH.length)}`;
  const counterId = query.get('counter');
  if (counterId !== null && world.counters.find(counterId) === null) {
    return jsonAnswer(404, { error: `there is no counter ${counterId}` });
  }
  switch (resource) {
    case 'GET events':
      if (counterId === null) throw new SideChannelInputError('counter: which one?');
      return jsonAnswer(200, { events: acceptedConversions(world, counterId) });
    case 'GET uploads':
      return jsonAnswer(200, { uploads: observedUploads(world, counterId) });
    case 'GET requests':
      return jsonAnswer(200, { requests: world.requests.list() });
    case 'POST faults':
      world.faults.inject(parseFault(body));
      return jsonAnswer(201, {});
    case 'POST counters':
      return addCounter(world, body);
    default:
      return jsonAnswer(404, { error: `there is no ${resource}` });
  }
}

function addCounter(world: World, body: string): Answer {
  const settings = parseCounter(body);
  try {
    world.counters.add(settings);
  } catch (error) {
    return jsonAnswer(409, { error: String(error) });
  }
  return jsonAnswer(201, {});
}
