import type { Platform } from '@otkuda/contract';
import { isFailure } from '../failure.ts';
import type { Messenger } from '../messenger.ts';
import type { MessengersOptions } from '../options.ts';
import type { MessengerProblem } from '../problems.ts';
import { telegramKinds } from '../telegram/telegram-messenger.ts';
import type { BotRow } from './bot.ts';
import { hookUrl, isOwnHook, takesHooks } from './hook-address.ts';

export interface Connection {
  readonly mode: BotRow['mode'];
  readonly problems: readonly MessengerProblem[];
}

/** Consent to whatever program reads the updates by polling, since it has no address. */
export const anyPolling = '*';

/**
 * Sees to it that the bot's updates come here: by webhook where the messenger can reach this server, else by long polling. What belongs to
 * somebody else stays as it is, unless the owner said yes to replacing exactly that. Rejects with a MessengerFailure.
 */
export async function connectBot(
  { publicUrl, open }: Pick<MessengersOptions, 'publicUrl' | 'open'>,
  messenger: Messenger,
  bot: BotRow,
  mayPoll: boolean,
): Promise<Connection> {
  const wanted = wantedMode(publicUrl, bot.platform, mayPoll);
  const { urls, kinds, lastError } = await messenger.hooks();
  const own = hookUrl(publicUrl, bot);
  const foreign = urls.filter((url) => !isOwnHook(url, bot));
  // MAX posts to all addresses: others disturb polling only.
  const inTheWay = bot.platform === 'telegram' || wanted === 'polling' ? foreign : [];
  const kept = inTheWay.filter((url) => hostOf(url) !== bot.take_over);
  const [theirs] = kept;
  if (theirs !== undefined) return off('webhook_elsewhere', hostOf(theirs));
  if (wanted === null) return off('needs_public_address');
  if (wanted === 'polling') {
    for (const url of urls) await messenger.removeHook(url);
    return (await isPolledElsewhere(messenger, bot)) ? off('polled_elsewhere') : { mode: 'polling', problems: [] };
  }
  const isComplete = kinds === null || telegramKinds.every((kind) => kinds.includes(kind));
  if (!urls.includes(own) || !isComplete) {
    if (urls.length === 0 && (await isPolledElsewhere(messenger, bot))) return off('polled_elsewhere');
    for (const url of urls.filter((one) => one !== own && isOwnHook(one, bot))) await messenger.removeHook(url);
    await messenger.setHook(own, open(bot.hook_secret_sealed));
    return { mode: 'webhook', problems: [] };
  }
  const problems = lastError === null ? [] : [{ code: 'webhook_failing' as const, detail: lastError }];
  return { mode: 'webhook', problems };
}

/** Leaves a bot that no project has any more as it was found: without a webhook to here. */
export async function disconnectBot(messenger: Messenger, bot: BotRow): Promise<void> {
  const { urls } = await messenger.hooks();
  for (const url of urls.filter((one) => isOwnHook(one, bot))) await messenger.removeHook(url);
}

function wantedMode(publicUrl: string, platform: Platform, mayPoll: boolean): 'webhook' | 'polling' | null {
  if (takesHooks(publicUrl, platform)) return 'webhook';
  return platform === 'telegram' || mayPoll ? 'polling' : null;
}

/** Asked once, before the first connection: a program that polls is cut off for a moment, and comes back. */
async function isPolledElsewhere(messenger: Messenger, bot: BotRow): Promise<boolean> {
  if (bot.mode !== 'off' || bot.take_over === anyPolling) return false;
  // It is not cut off again and again: whoever asks for a check takes the problem away first.
  if (bot.problems.some(({ code }) => code === 'polled_elsewhere')) return true;
  try {
    await messenger.probe();
    return false;
  } catch (error) {
    if (isFailure(error, 'conflict')) return true;
    throw error;
  }
}

function off(code: MessengerProblem['code'], detail?: string): Connection {
  return { mode: 'off', problems: [detail === undefined ? { code } : { code, detail }] };
}

/** The rest of such an address is often a secret. */
function hostOf(url: string): string {
  return URL.parse(url)?.host ?? 'unknown';
}
