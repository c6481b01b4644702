import { isObject, isPresent, type JsonObject } from './json-value.ts';

/** What an update can hold, at most one of them at once (Bot API 10.3). Source: reference/payloads.md §1.1. */
const updateKinds = [
  'message',
  'edited_message',
  'channel_post',
  'edited_channel_post',
  'business_connection',
  'business_message',
  'edited_business_message',
  'deleted_business_messages',
  'guest_message',
  'stopped_message_generation',
  'message_reaction',
  'message_reaction_count',
  'inline_query',
  'chosen_inline_result',
  'callback_query',
  'shipping_query',
  'pre_checkout_query',
  'purchased_paid_media',
  'poll',
  'poll_answer',
  'my_chat_member',
  'chat_member',
  'chat_join_request',
  'chat_boost',
  'removed_chat_boost',
  'managed_bot',
  'subscription',
] as const;

/**
 * Whether a value can be an update at all: `update_id` is enough, since new kinds appear several times a year. A kind counts only
 * where it holds an object: the project webhook of SaleBot, which people confuse with the update, has a `message` that is a text.
 */
export function isUpdate(value: unknown): value is JsonObject {
  if (!isObject(value)) return false;
  return isPresent(value.update_id) || updateKinds.some((kind) => isObject(value[kind]));
}

/**
 * Whether a value is an update for sure: in the body of a constructor, `message` or `subscription` can be an object of its own
 * making, `update_id` cannot.
 */
export function hasUpdateId(value: unknown): value is JsonObject {
  return isObject(value) && isPresent(value.update_id);
}
