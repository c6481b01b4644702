import { explain, isUnfilledTemplate } from '@otkuda/contract';
import { isObject, isPresent } from './json-value.ts';
import type { Refused, Sender } from './sender.ts';
import { telegramUpdate } from './telegram.ts';
import { isUpdate } from './telegram-update.ts';
import { unwrapUpdate } from './unwrap.ts';

/**
 * SamBot posts the update of Telegram in a value `webhook`: an object where its type is JSON, else text; other values may stand
 * beside it, and some send the update alone. Provisional: only the name and the type are published.
 * Source: published API, sambot_on_tg_webhook; reference/payloads.md §5.
 */
export const sambot: Sender = (payload, context) => {
  const isWrapped = !isUpdate(payload) && isObject(payload) && Object.hasOwn(payload, 'webhook');
  const update = isWrapped ? payload.webhook : payload;
  if (isWrapped && isEmpty(update)) return noWebhook(update);
  const unwrapped = unwrapUpdate(update);
  if (!unwrapped.ok) return { kind: 'refused', error: 'badRequest', details: unwrapped.details };
  return telegramUpdate(unwrapped.update, context);
};

function isEmpty(value: unknown): boolean {
  return !isPresent(value) || value === '' || isUnfilledTemplate(value);
}

function noWebhook(value: unknown): Refused {
  return { kind: 'refused', error: 'badRequest', details: explain('webhook', 'the update as Telegram sent it', value) };
}
