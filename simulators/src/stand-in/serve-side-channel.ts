import { type Answer, jsonAnswer } from './answer.ts';
import { parseFault } from './fault-input.ts';
import { SideChannelInputError } from './fields.ts';
import type { SideChannelRequest, StandIn } from './stand-in.ts';

/** What a test in another process asks and tells the stand-in; errors are `{"error": text}`. */
export function answerSideChannel<Detail>(standIn: StandIn<Detail>, request: SideChannelRequest): Answer {
  try {
    return answerResource(standIn, request) ?? jsonAnswer(404, { error: `there is no ${request.resource}` });
  } catch (error) {
    if (error instanceof SideChannelInputError) return jsonAnswer(400, { error: error.message });
    throw error;
  }
}

function answerResource<Detail>(standIn: StandIn<Detail>, request: SideChannelRequest): Answer | null {
  switch (request.resource) {
    case 'GET requests':
      return jsonAnswer(200, { requests: standIn.requests.list() });
    case 'POST faults':
      standIn.faults.inject(parseFault(request.body, (fields) => standIn.readFaultDetail(fields)));
      return jsonAnswer(201, {});
    default:
      return standIn.answerSideChannel(request);
  }
}
