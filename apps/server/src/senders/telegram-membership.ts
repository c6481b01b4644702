import { asObject, type JsonObject } from './json-value.ts';
import type { Refused } from './sender.ts';
import { expected, unprocessable } from './telegram-user.ts';

/** A change of somebody's standing in a chat, as `my_chat_member` and `chat_member` tell it. */
export interface StatusChange {
  readonly kind: 'statuses';
  readonly before: Standing;
  readonly after: Standing;
}

interface Standing {
  readonly status: string;
  readonly isMember: boolean;
}

/** Reads both statuses; one that is missing is refused by its path, one of tomorrow is taken for no membership. */
export function readStatusChange(change: JsonObject, path: string): StatusChange | Refused {
  const before = standingOf(change.old_chat_member);
  if (before === undefined) return missingStatus(`${path}.old_chat_member`, change.old_chat_member);
  const after = standingOf(change.new_chat_member);
  if (after === undefined) return missingStatus(`${path}.new_chat_member`, change.new_chat_member);
  return { kind: 'statuses', before, after };
}

/** Who is restricted may be in the chat or not: Telegram tells it by `is_member`. */
function standingOf(value: unknown): Standing | undefined {
  const member = asObject(value);
  const status = member?.status;
  if (typeof status !== 'string') return undefined;
  const present = status === 'creator' || status === 'administrator' || status === 'member';
  return { status, isMember: present || (status === 'restricted' && member?.is_member === true) };
}

function missingStatus(path: string, value: unknown): Refused {
  return unprocessable(expected(`${path}.status`, 'the status of a chat member', asObject(value)?.status));
}

/** What a change in the private chat means for the bot. Source: reference/payloads.md §1.8, blocked and unblocked. */
export function blockChange({ before, after }: StatusChange): 'stopped' | 'resumed' | undefined {
  const wasBlocked = before.status === 'kicked';
  if (!wasBlocked && after.status === 'kicked') return 'stopped';
  return wasBlocked && after.status === 'member' ? 'resumed' : undefined;
}

/** What a change in a channel or group means. Source: reference/payloads.md §1.8, subscribe and unsubscribe. */
export function membershipChange({ before, after }: StatusChange): 'joined' | 'left' | undefined {
  if (before.isMember === after.isMember) return undefined;
  return after.isMember ? 'joined' : 'left';
}
