import { setTimeout as delay } from 'node:timers/promises';
import { BotApiError, badRequest } from './api-error.ts';
import type { Method, MethodCall } from './method.ts';
import type { Parameters } from './parameters.ts';

const kinds = [
  'message',
  'edited_message',
  'channel_post',
  'edited_channel_post',
  'callback_query',
  'my_chat_member',
  'chat_member',
  'chat_join_request',
  'message_reaction',
  'message_reaction_count',
];
const webhookPorts = ['', '443', '80', '88', '8443'];

/** getUpdates and the webhook: a bot has one or the other. */
export const updateMethods = {
  getMe: ({ bot }) => ({
    ...bot.user,
    can_join_groups: true,
    can_read_all_group_messages: false,
    supports_inline_queries: false,
  }),
  setWebhook,
  deleteWebhook({ world, bot, parameters }) {
    if (parameters.flag('drop_pending_updates')) bot.updates.drop();
    world.setWebhook(bot, null);
    return true;
  },
  getWebhookInfo({ bot }) {
    const { webhook, lastError, updates } = bot;
    const error =
      lastError === null
        ? {}
        : { last_error_date: Math.floor(lastError.atMs / 1000), last_error_message: lastError.text };
    return {
      url: webhook?.url ?? '',
      has_custom_certificate: false,
      pending_update_count: updates.list().length,
      ...(webhook === null ? {} : { max_connections: webhook.maxConnections, ...error }),
      ...(updates.allowed === null ? {} : { allowed_updates: updates.allowed }),
    };
  },
  getUpdates,
} satisfies Record<string, Method>;

function setWebhook({ world, bot, parameters }: MethodCall): true {
  const url = parameters.text('url');
  if (parameters.flag('drop_pending_updates')) bot.updates.drop();
  if (url === undefined) {
    world.setWebhook(bot, null);
    return true;
  }
  const parsed = URL.parse(url);
  if (parsed?.protocol !== 'https:') throw badRequest('bad webhook: An HTTPS URL must be provided for webhook');
  if (!webhookPorts.includes(parsed.port)) {
    throw badRequest('bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443');
  }
  const secret = parameters.text('secret_token') ?? null;
  if (secret !== null && !/^[A-Za-z0-9_-]{1,256}$/.test(secret)) {
    throw badRequest('secret token contains unallowed characters');
  }
  const maxConnections = parameters.integer('max_connections') ?? 40;
  if (maxConnections < 1 || maxConnections > 100) throw badRequest('max_connections must be between 1 and 100');
  allow(bot.updates, parameters);
  world.setWebhook(bot, { url, secret, maxConnections });
  return true;
}

/** Left out, the earlier setting stays. */
function allow(updates: { allow(kinds: readonly string[]): void }, parameters: Parameters): void {
  if (!parameters.has('allowed_updates')) return;
  const given = parameters.json('allowed_updates');
  if (!Array.isArray(given)) throw badRequest("can't parse allowed_updates: expected an Array");
  // Names that it does not know the platform leaves out.
  updates.allow(given.filter((kind): kind is string => kinds.includes(String(kind))));
}

async function getUpdates({ world, bot, parameters, gone }: MethodCall): Promise<unknown> {
  if (bot.webhook !== null) {
    throw new BotApiError(
      409,
      "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    );
  }
  const limit = Math.min(parameters.integer('limit') ?? 100, 100);
  const timeoutMs = Math.min((parameters.integer('timeout') ?? 0) * 1000, world.options.pollMsMax ?? 50_000);
  allow(bot.updates, parameters);
  const offset = parameters.integer('offset');
  if (offset !== undefined) bot.updates.confirmBefore(offset);
  bot.poll?.abort('poll');
  const poll = new AbortController();
  bot.poll = poll;
  try {
    const signal = AbortSignal.any([poll.signal, gone]);
    if (bot.updates.list().length === 0 && timeoutMs > 0) {
      await Promise.race([bot.updates.next(signal), delay(timeoutMs, undefined, { signal }).catch(() => {})]);
    }
    if (poll.signal.aborted) {
      const why =
        poll.signal.reason === 'webhook'
          ? 'terminated by setWebhook request'
          : 'terminated by other getUpdates request; make sure that only one bot instance is running';
      throw new BotApiError(409, `Conflict: ${why}`);
    }
    return bot.updates
      .list()
      .slice(0, limit)
      .map(({ update }) => update);
  } finally {
    poll.abort('done');
    if (bot.poll === poll) bot.poll = null;
  }
}
