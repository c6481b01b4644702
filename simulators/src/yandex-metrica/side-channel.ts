import { type Answer, jsonAnswer } from '../stand-in/answer.ts';
import { SideChannelInputError } from '../stand-in/fields.ts';
import type { SideChannelRequest } from '../stand-in/stand-in.ts';
import { acceptedConversions, observedUploads } from './observations.ts';
import { parseCounter } from './side-channel-input.ts';
import type { World } from './world.ts';

/** The counters and what they took; null for a resource that is not Metrica's own. */
export function answerSideChannel(world: World, { resource, query, body }: SideChannelRequest): Answer | null {
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
    case 'POST counters':
      return addCounter(world, body);
    default:
      return null;
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
