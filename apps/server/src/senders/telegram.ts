import { storable, unixDate } from '@otkuda/contract';
import type {
  Dedupe,
  IgnoredReason,
  InviteLink,
  JoinRequested,
  MembershipSignal,
  Profile,
  Reading,
} from '../domain/signal.ts';
import { asIntegerText, asObject, isObject, isPresent, type JsonObject } from './json-value.ts';
import type { Ignored, Refused, SenderContext } from './sender.ts';
import { readStartCommand } from './start-command.ts';
import { blockChange, membershipChange, readStatusChange } from './telegram-membership.ts';
import { isUpdate } from './telegram-update.ts';
import { expected, missingFrom, nameOf, readPerson, unprocessable, userIdOf } from './telegram-user.ts';

/** Telegram repeats an update for 24 hours from its date; twice that covers senders with queues of their own. */
const dedupeHours = 48;
const urlCharsMax = 512;

type Meaning = MembershipSignal | JoinRequested | Ignored | Refused;
type Reader = (content: JsonObject, context: SenderContext) => Meaning;

/** The kinds of update that are looked at; at most one of them stands in an update. */
const readers: ReadonlyArray<readonly [string, Reader]> = [
  ['message', readMessage],
  ['my_chat_member', readBlock],
  ['chat_member', readMembership],
  ['chat_join_request', readJoinRequest],
];

/**
 * One raw update of the Telegram Bot API → signals. Source: reference/payloads.md §1.8.
 *
 * What says nothing about subscriptions is ignored, kinds of update of tomorrow included, and nothing in it is checked.
 * Refused are `badRequest`: what is no update at all; `unprocessable`: a start or a change of membership whose user, date, chat or
 * status is missing or impossible, naming the field by its path.
 */
export function telegramUpdate(update: unknown, context: SenderContext): Reading {
  if (!isUpdate(update)) return { kind: 'refused', error: 'badRequest', details: noUpdate(update) };
  const found = readers.find(([kind]) => isPresent(update[kind]));
  if (found === undefined) return ignored('other_update', authorOf(update));
  const [kind, read] = found;
  const meaning = read(asObject(update[kind]) ?? {}, context);
  if (meaning.kind === 'ignored' || meaning.kind === 'refused' || meaning.kind === 'join_requested') return meaning;
  return { kind: 'signals', signals: [meaning], dedupe: dedupeOf(update.update_id) };
}

/** Clients post a message alone where the update was meant, hence the hint. */
function noUpdate(value: unknown): string {
  const hint = isObject(value) && isPresent(value.message_id) ? '; this looks like the message alone' : '';
  return `a Telegram update was expected: an object with update_id and message, my_chat_member or chat_member${hint}`;
}

/** Ids are compared for equality only: after a quiet week Telegram goes on from a random one. */
function dedupeOf(updateId: unknown): Dedupe | null {
  const id = asIntegerText(updateId);
  return id === undefined ? null : { key: `tg:${id}`, hours: dedupeHours, repeat: 'ok' };
}

/** A start is a `/start` in the private chat, with or without `@bot`; never `my_chat_member`, which comes for blocks only. */
function readMessage(message: JsonObject, { nowMs }: SenderContext): Meaning {
  const startValue = readStartCommand(message.text);
  if (startValue === undefined) return ignored('not_a_start', message.from);
  const chatType = asObject(message.chat)?.type;
  if (!isPresent(chatType)) return missingChatType('message');
  if (chatType !== 'private') return ignored('not_private', message.from);
  if (forwardMarks.some((mark) => isPresent(message[mark]))) return ignored('forwarded', message.from);
  if (!isPresent(message.from)) return missingFrom(message, 'message');
  const act = readAct(message.from, 'message.from', message.date, 'message.date', nowMs);
  return act.kind === 'act' ? { ...act, kind: 'started', startValue } : act;
}

/** `forward_date` and `forward_from` are what Bot API before 7.0 wrote for `forward_origin`. */
const forwardMarks = ['forward_origin', 'forward_date', 'forward_from', 'via_bot'] as const;

/** The person is `from`: the member in `my_chat_member` is the bot itself. */
function readBlock(change: JsonObject, { nowMs }: SenderContext): Meaning {
  const path = 'my_chat_member';
  const chatType = asObject(change.chat)?.type;
  if (!isPresent(chatType)) return missingChatType(path);
  if (chatType !== 'private') return ignored('bot_in_chat', change.from);
  const statuses = readStatusChange(change, path);
  if (statuses.kind === 'refused') return statuses;
  const kind = blockChange(statuses);
  if (kind === undefined) return ignored('no_change', change.from);
  if (!isPresent(change.from)) return missingFrom(change, path);
  const act = readAct(change.from, `${path}.from`, change.date, `${path}.date`, nowMs);
  return act.kind === 'act' ? { ...act, kind } : act;
}

/** The person is the member: `from` is who did it, and may be an administrator. */
function readMembership(change: JsonObject, { nowMs, project }: SenderContext): Meaning {
  const path = 'chat_member';
  const user = asObject(change.new_chat_member)?.user;
  const chat = asObject(change.chat);
  const chatId = asIntegerText(chat?.id);
  if (chatId === undefined) return unprocessable(expected(`${path}.chat.id`, 'the id of the chat', chat?.id));
  // Leaving some channel is not leaving the bot: a bot's project has no members, only people who started it.
  if (project.kind === 'bot' || (project.chatId !== null && project.chatId !== chatId))
    return ignored('other_chat', user);
  const statuses = readStatusChange(change, path);
  if (statuses.kind === 'refused') return statuses;
  const kind = membershipChange(statuses);
  if (kind === undefined) return ignored('no_change', user);
  if (!isPresent(change.from)) return missingFrom(change, path);
  const act = readAct(user, `${path}.new_chat_member.user`, change.date, `${path}.date`, nowMs);
  return act.kind === 'act' ? { ...act, kind, chatId, inviteLink: inviteLinkOf(change.invite_link) } : act;
}

/** A request that says too little, which Telegram never sends, is no reason to refuse an update that was worth nothing until lately. */
function readJoinRequest(request: JsonObject, { nowMs, project }: SenderContext): Meaning {
  const chatId = asIntegerText(asObject(request.chat)?.id);
  const isOthers = project.chatId !== null && project.chatId !== chatId;
  if (project.kind === 'bot' || chatId === undefined || isOthers) return ignored('other_chat', request.from);
  const act = readAct(request.from, 'chat_join_request.from', request.date, 'chat_join_request.date', nowMs);
  if (act.kind !== 'act') return ignored('join_request', request.from);
  const { userId, atMs } = act;
  return { kind: 'join_requested', userId, atMs, inviteLink: inviteLinkOf(request.invite_link) };
}

interface Act {
  readonly kind: 'act';
  readonly userId: string;
  readonly atMs: number;
  readonly profile: Profile;
}

/** Who it was and when: what each signal needs. */
function readAct(
  user: unknown,
  userPath: string,
  date: unknown,
  datePath: string,
  nowMs: number,
): Act | Ignored | Refused {
  const person = readPerson(user, userPath);
  if (person.kind !== 'person') return person;
  const atMs = unixDate.read(date, nowMs);
  if (atMs === undefined) return unprocessable(expected(datePath, unixDate.expected, date));
  return { kind: 'act', userId: person.userId, atMs, profile: person.profile };
}

function inviteLinkOf(value: unknown): InviteLink | null {
  const link = asObject(value);
  const url = link?.invite_link;
  return typeof url === 'string' && url !== '' ? { url: storable(url, urlCharsMax), name: nameOf(link?.name) } : null;
}

function missingChatType(path: string): Refused {
  return unprocessable(expected(`${path}.chat.type`, 'the type of the chat', undefined));
}

/** The user is kept with what is ignored, too: by it the request is found, and erased with the person. */
function ignored(reason: IgnoredReason, user: unknown): Ignored {
  return { kind: 'ignored', reason, userId: userIdOf(user) };
}

/** Whose an update of any kind is: nearly all hold an object with `from` or `user`. */
function authorOf(update: JsonObject): unknown {
  const content = Object.values(update).find(isObject);
  return content?.from ?? content?.user;
}
