import { Bot, type FetchFn, Keyboard } from '@maxhub/max-bot-api';
import type { UpdateType } from '@maxhub/max-bot-api/types';
import { MessengerFailure, toldBy } from '../failure.ts';
import type { Messenger } from '../messenger.ts';
import { maxFailure } from './max-failure.ts';

/** The kinds of update that say something about subscriptions. */
export const maxKinds: UpdateType[] = [
  'bot_started',
  'bot_stopped',
  'dialog_removed',
  'message_created',
  'user_added',
  'user_removed',
  'bot_added',
  'bot_removed',
];

const pollSeconds = 25;
const pageMax = 100;
const callMs = 20_000;

const told = toldBy(maxFailure);

/** MAX by the official client's `Api`; its `Bot.start` is never called, since by polling it deletes the owner's subscriptions. */
export function maxMessenger(token: string, apiRoot: string, fetch: FetchFn): Messenger {
  const limited: FetchFn = (input, init) =>
    fetch(input, { ...init, signal: init?.signal ?? AbortSignal.timeout(callMs) });
  // The client resolves its addresses against the base: a path in it is kept only with the slash.
  const { api } = new Bot(token, { clientOptions: { baseUrl: `${apiRoot}/`, fetch: limited } });
  return {
    async me() {
      const { user_id, username } = await told(api.getMyInfo());
      return { userId: String(user_id), username: username ?? null };
    },
    async hooks() {
      const subscriptions = (await told(api.getSubscriptions())) ?? [];
      return { urls: subscriptions.map(({ url }) => url), kinds: null, lastError: null };
    },
    async setHook(url, secret) {
      succeeded(await told(api.subscribe(url, secret, maxKinds)));
    },
    async removeHook(url) {
      await told(api.unsubscribe(url));
    },
    async poll(after, signal) {
      const marker = after === null ? {} : { marker: Number(after) };
      const asked = { ...marker, limit: pageMax, timeout: pollSeconds, signal };
      const { updates, marker: next } = await told(api.getUpdates(maxKinds, asked));
      return { updates, next: next === null || next === undefined ? after : String(next) };
    },
    // Several programs may read the updates of one bot of MAX: nothing tells of the others.
    async probe() {},
    async standing(chatId) {
      try {
        const chat = await told(api.getChat(Number(chatId)));
        const { is_admin, is_owner } = await told(api.getChatMembership(Number(chatId)));
        const isAdministrator = is_admin || is_owner;
        const { title, link = null } = chat;
        return { title, username: null, link, isMember: true, isAdministrator, canInvite: isAdministrator };
      } catch (error) {
        if (error instanceof MessengerFailure && error.class === 'refused') return null;
        throw error;
      }
    },
    async send(chatId, { text, button }) {
      const attachments =
        button === undefined ? [] : [Keyboard.inlineKeyboard([[Keyboard.button.link(button.text, button.url)]])];
      await told(api.sendMessageToUser(Number(chatId), text, attachments.length === 0 ? {} : { attachments }));
    },
  };
}

function succeeded(answer: { readonly success: boolean; readonly message?: string }): void {
  if (!answer.success)
    throw new MessengerFailure({ class: 'refused', status: 200, message: answer.message ?? 'it did not succeed' });
}
