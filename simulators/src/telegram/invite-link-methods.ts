import { administered } from './administered.ts';
import { badRequest, tooManyRequests } from './api-error.ts';
import type { InviteLink } from './chats.ts';
import type { Method, MethodCall } from './method.ts';
import type { Parameters } from './parameters.ts';

const nameCharsMax = 32;
const membersMax = 99_999;

/** Invite links of a chat that the bot administers. Source: Bot API; behaviour.md, hard limits. */
export const inviteLinkMethods = {
  createChatInviteLink(call) {
    const room = administered(call);
    const { world, bot, parameters } = call;
    const settings = readSettings(parameters, world.seconds);
    const { inviteLinksPerMinuteMax = Number.POSITIVE_INFINITY } = world.options;
    const nowMs = world.now();
    room.chat.linksMadeMs = room.chat.linksMadeMs.filter((atMs) => atMs > nowMs - 60_000);
    const [first = nowMs] = room.chat.linksMadeMs;
    if (room.chat.linksMadeMs.length >= inviteLinksPerMinuteMax) {
      throw tooManyRequests(Math.max(1, Math.ceil((first + 60_000 - nowMs) / 1000)));
    }
    room.chat.linksMadeMs.push(nowMs);
    return room.shownTo(bot, room.addLink({ ...settings, creatorId: bot.user.id }));
  },
  editChatInviteLink(call) {
    const { link, room } = ownLink(call);
    Object.assign(link, readSettings(call.parameters, call.world.seconds));
    return room.shownTo(call.bot, link);
  },
  revokeChatInviteLink(call) {
    const { link, room } = ownLink(call);
    link.isRevoked = true;
    return room.shownTo(call.bot, link);
  },
} satisfies Record<string, Method>;

function ownLink(call: MethodCall): { link: InviteLink; room: ReturnType<typeof administered> } {
  const room = administered(call);
  const url = call.parameters.required('invite_link', call.parameters.text('invite_link'));
  const link = room.chat.links.get(url);
  if (link === undefined || link.creatorId !== call.bot.user.id) throw badRequest('INVITE_HASH_INVALID');
  if (link.isRevoked) throw badRequest('INVITE_HASH_EXPIRED');
  return { link, room };
}

/** What is left out is none: editing replaces all. */
function readSettings(parameters: Parameters, nowSeconds: number) {
  const name = parameters.text('name') ?? null;
  if (name !== null && Array.from(name).length > nameCharsMax) throw badRequest('invite link name is too long');
  const memberLimit = parameters.integer('member_limit') ?? null;
  const createsJoinRequest = parameters.flag('creates_join_request');
  if (memberLimit !== null && (memberLimit < 1 || memberLimit > membersMax)) throw badRequest('USAGE_LIMIT_INVALID');
  if (memberLimit !== null && createsJoinRequest) {
    throw badRequest("member limit can't be specified for links requiring administrator approval");
  }
  const expireSeconds = parameters.integer('expire_date') ?? null;
  if (expireSeconds !== null && expireSeconds <= nowSeconds) throw badRequest('EXPIRE_DATE_INVALID');
  return { name, memberLimit, createsJoinRequest, expireSeconds };
}
