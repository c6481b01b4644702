import type { ApiAnswer, ApiCall } from '../messenger/serve.ts';
import { BotApiError } from './api-error.ts';
import { chatMethods } from './chat-methods.ts';
import { inviteLinkMethods } from './invite-link-methods.ts';
import type { Method } from './method.ts';
import { Parameters } from './parameters.ts';
import { updateMethods } from './update-methods.ts';
import type { World } from './world.ts';

const methods: ReadonlyMap<string, Method> = new Map(
  Object.entries({ ...updateMethods, ...inviteLinkMethods, ...chatMethods }).map(
    // Names of methods are taken in any case.
    ([name, method]): [string, Method] => [name.toLowerCase(), method],
  ),
);

/** One call of the Bot API as `/bot<token>/<method>`. Any refusal is an answer; only a defect of the stand-in throws. */
export async function answerBotApi(world: World, call: ApiCall): Promise<ApiAnswer> {
  try {
    const [, token = '', name = ''] = /^\/bot([^/]+)\/(\w+)$/.exec(call.pathname) ?? [];
    const bot = [...world.bots.values()].find((one) => one.token === token);
    if (!/^\d+:[\w-]+$/.test(token)) throw new BotApiError(404, 'Not Found');
    if (bot === undefined) throw new BotApiError(401, 'Unauthorized');
    const method = methods.get(name.toLowerCase());
    if (method === undefined) throw new BotApiError(404, 'Not Found: method not found');
    const parameters = Parameters.read(call.query, call.contentType, call.body);
    return { status: 200, body: { ok: true, result: await method({ world, bot, parameters, gone: call.gone }) } };
  } catch (error) {
    if (error instanceof BotApiError) return refusalOf(error);
    throw error;
  }
}

export function refusalOf(error: BotApiError): ApiAnswer {
  const headers = error.retryAfterSeconds === null ? {} : { 'retry-after': String(error.retryAfterSeconds) };
  return { status: error.code, headers, body: error.toBody() };
}
