import { Api } from 'grammy';
import { MessengerFailure, toldBy } from '../failure.ts';
import type { InvitingMessenger, Standing } from '../messenger.ts';
import { telegramFailure } from './telegram-failure.ts';

/** The kinds of update that say something about subscriptions; chat_member has to be asked for. */
export const telegramKinds = ['chat_member', 'chat_join_request', 'my_chat_member', 'message'] as const;

const pollSeconds = 25;
const pageMax = 100;
/** A program that polls comes back within this time, most often at once. */
const probeSeconds = 3;
const callSeconds = 20;

const told = toldBy(telegramFailure);

/** Telegram by grammY's client: raw calls, no framework above them. */
export function telegramMessenger(token: string, apiRoot: string): InvitingMessenger {
  const api = new Api(token, { apiRoot, timeoutSeconds: callSeconds });
  const patient = new Api(token, { apiRoot, timeoutSeconds: pollSeconds + callSeconds });
  return {
    async me() {
      const { id, username } = await told(api.getMe());
      return { userId: String(id), username };
    },
    async hooks() {
      const { url = '', allowed_updates, last_error_message, pending_update_count } = await told(api.getWebhookInfo());
      // The last error is told for good; it counts while something waits for it.
      const lastError = pending_update_count > 0 ? (last_error_message ?? null) : null;
      return { urls: url === '' ? [] : [url], kinds: allowed_updates ?? [], lastError };
    },
    async setHook(url, secret) {
      await told(api.setWebhook(url, { secret_token: secret, allowed_updates: telegramKinds }));
    },
    async removeHook() {
      await told(api.deleteWebhook());
    },
    async poll(after, signal) {
      const offset = after === null ? {} : { offset: Number(after) };
      const asked = { ...offset, limit: pageMax, timeout: pollSeconds, allowed_updates: telegramKinds };
      // grammY brings an older description of the same interface along.
      const updates = await told(patient.getUpdates(asked, signal as Parameters<typeof patient.getUpdates>[1]));
      const last = updates.at(-1);
      return { updates, next: last === undefined ? after : String(last.update_id + 1) };
    },
    async probe() {
      // Without kinds: they would stay set, and change what the other program gets. Without an offset: nothing is confirmed.
      await told(api.getUpdates({ limit: 1, timeout: probeSeconds }));
    },
    async standing(chatId, bot) {
      try {
        const chat = await told(api.getChat(chatId));
        const member = await told(api.getChatMember(chatId, Number(bot.userId)));
        const isAdministrator = member.status === 'administrator' || member.status === 'creator';
        return {
          title: 'title' in chat ? (chat.title ?? null) : null,
          username: 'username' in chat ? (chat.username ?? null) : null,
          link: null,
          isMember: isAdministrator || member.status === 'member',
          isAdministrator,
          canInvite: member.status === 'creator' || (member.status === 'administrator' && member.can_invite_users),
        };
      } catch (error) {
        return notThere(error);
      }
    },
    async createInviteLink(chatId, { name, createsJoinRequest, shared }) {
      // A limit of members and requests to join exclude each other.
      const kind = createsJoinRequest ? { creates_join_request: true } : shared ? {} : { member_limit: 1 };
      const made = await told(api.createChatInviteLink(chatId, { name, ...kind }));
      return made.invite_link;
    },
    async revokeInviteLink(chatId, url) {
      try {
        await told(api.revokeChatInviteLink(chatId, url));
      } catch (error) {
        // It was revoked before, by the owner or by a call whose answer was lost.
        if (!says(error, /INVITE_HASH_(EXPIRED|INVALID)/)) throw error;
      }
    },
    async approveJoinRequest(chatId, userId) {
      try {
        await told(api.approveChatJoinRequest(chatId, Number(userId)));
        return 'approved';
      } catch (error) {
        if (says(error, /USER_ALREADY_PARTICIPANT/)) return 'approved';
        if (says(error, /HIDE_REQUESTER_MISSING|USER_CHANNELS_TOO_MUCH|INPUT_USER_DEACTIVATED/)) return 'gone';
        throw error;
      }
    },
    async send(chatId, { text, button }) {
      const reply_markup = { inline_keyboard: button === undefined ? [] : [[button]] };
      await told(api.sendMessage(chatId, text, button === undefined ? {} : { reply_markup }));
    },
  };
}

function notThere(error: unknown): Standing | null {
  if (!(error instanceof MessengerFailure) || error.class !== 'refused') throw error;
  if (!/bot is not a member|bot was kicked/.test(error.message)) return null;
  return { title: null, username: null, link: null, isMember: false, isAdministrator: false, canInvite: false };
}

function says(error: unknown, words: RegExp): boolean {
  return error instanceof MessengerFailure && error.class === 'refused' && words.test(error.message);
}
