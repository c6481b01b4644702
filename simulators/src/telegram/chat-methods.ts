import { administered, entered } from './administered.ts';
import { badRequest, forbidden } from './api-error.ts';
import type { SentMessage } from './bot.ts';
import { memberJson } from './chats.ts';
import type { Method, MethodCall } from './method.ts';

const textCharsMax = 4096;

/** Chats, their members, requests to join, and messages. */
export const chatMethods = {
  getChat: (call) => entered(call).shown(),
  getChatMember(call) {
    const room = entered(call);
    const userId = readUser(call);
    const user = call.world.bots.get(userId)?.user ?? call.world.person(userId);
    return memberJson(user, room.member(userId));
  },
  approveChatJoinRequest: (call) => answerRequest(call, true),
  declineChatJoinRequest: (call) => answerRequest(call, false),
  sendMessage(call) {
    const { world, bot, parameters } = call;
    const chatId = Number(parameters.required('chat_id', parameters.text('chat_id')));
    const text = parameters.required('text', parameters.text('text'));
    if (Array.from(text).length > textCharsMax) throw badRequest('message is too long');
    if (!bot.started.has(chatId)) throw badRequest('chat not found');
    if (bot.blockedBy.has(chatId)) throw forbidden('bot was blocked by the user');
    const sent: SentMessage = { messageId: world.nextId(), chatId, text, buttons: readButtons(call) };
    bot.sent.push(sent);
    const chat = { id: chatId, type: 'private', first_name: world.person(chatId).first_name };
    return { message_id: sent.messageId, from: bot.user, chat, date: world.seconds, text };
  },
} satisfies Record<string, Method>;

function readUser({ parameters }: MethodCall): number {
  const userId = parameters.integer('user_id');
  if (userId === undefined || userId <= 0) throw badRequest('invalid user_id specified');
  return userId;
}

function answerRequest(call: MethodCall, approved: boolean): true {
  const room = administered(call);
  const userId = readUser(call);
  if (room.isMember(userId)) throw badRequest('USER_ALREADY_PARTICIPANT');
  if (!room.answerRequest(userId, call.bot.user.id, approved)) throw badRequest('HIDE_REQUESTER_MISSING');
  return true;
}

function readButtons({ parameters }: MethodCall): SentMessage['buttons'] {
  const markup = parameters.json('reply_markup') as { inline_keyboard?: unknown } | undefined;
  if (markup === undefined) return [];
  if (!Array.isArray(markup.inline_keyboard)) throw badRequest('object expected as reply markup');
  return markup.inline_keyboard.flat().map((button: { text?: unknown; url?: unknown }) => {
    const { text, url } = button;
    if (typeof text !== 'string' || text === '') throw badRequest('field "text" must be of type String');
    if (typeof url !== 'string' || !/^(https?|tg):\/\//.test(url))
      throw badRequest('inline keyboard button URL is invalid: Wrong HTTP URL');
    return { text, url };
  });
}
