import { badRequest, forbidden } from './api-error.ts';
import type { ChatRoom } from './chats.ts';
import type { MethodCall } from './method.ts';

/** The chat that a call names, where the bot is in it. */
export function entered({ world, bot, parameters }: MethodCall): ChatRoom {
  const given = parameters.required('chat_id', parameters.text('chat_id'));
  const chat = [...world.chats.values()].find(({ id, username }) => String(id) === given || `@${username}` === given);
  if (chat === undefined) throw badRequest('chat not found');
  const room = world.room(chat.id);
  const kind = chat.type === 'channel' ? 'channel' : 'supergroup';
  if (room.member(bot.user.id).status === 'kicked') throw forbidden(`bot was kicked from the ${kind} chat`);
  if (!room.isMember(bot.user.id)) throw forbidden(`bot is not a member of the ${kind} chat`);
  return room;
}

/** The same, where the bot may also invite. */
export function administered(call: MethodCall): ChatRoom {
  const room = entered(call);
  const { status, canInvite } = room.member(call.bot.user.id);
  if (status !== 'administrator' || !canInvite) throw badRequest('not enough rights to manage chat invite link');
  return room;
}
