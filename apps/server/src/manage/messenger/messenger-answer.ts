import { type Static, Type } from 'typebox';
import type { MessengerOverview } from '../../messengers/overview.ts';
import { messengerProblems } from '../../messengers/problems.ts';
import { isoTime, nullable, Time } from '../fields.ts';

const count = Type.Integer();

export const MessengerAnswer = Type.Object(
  {
    state: Type.Enum(['off', 'connecting', 'working', 'trouble'], {
      description: 'off: the project has no token; connecting: not looked at yet; trouble: see problems',
    }),
    mode: nullable(Type.Enum(['webhook', 'polling'], { description: 'how updates come; null: they do not' })),
    bot: nullable(Type.Object({ user_id: nullable(Type.String()), username: nullable(Type.String()) })),
    chat: nullable(
      Type.Object({
        title: nullable(Type.String()),
        username: nullable(Type.String({ description: 'null: the channel is private' })),
        is_administrator: Type.Boolean(),
        can_invite: Type.Boolean(),
      }),
    ),
    problems: Type.Array(
      Type.Object({
        code: Type.Enum(Object.keys(messengerProblems)),
        en: Type.String(),
        ru: Type.String(),
        detail: nullable(Type.String({ description: "the messenger's own words, or the address in the way" })),
      }),
      { description: 'what is wrong, in words, with what to do about it' },
    ),
    checked_at: nullable(Time),
    personal_links: Type.Boolean(),
    join_requests: Type.Boolean(),
    auto_approve: nullable(Type.Integer()),
    bot_hop: nullable(Type.Boolean()),
    lease_days: Type.Integer(),
    long_polling: Type.Boolean(),
    invite_links: Type.Object({
      ready: count,
      leased: count,
      used: count,
      shared: count,
      unanswered: Type.Integer({ description: 'asked for, and the answer was lost; shown to nobody' }),
    }),
    requests_to_join: Type.Object({ waiting: count, by_hand: count }),
    owner_chats: Type.Array(
      Type.Object({ chat_id: Type.String(), name: nullable(Type.String()), connected_at: Time }),
      { description: 'where notices and reports go' },
    ),
  },
  { title: 'Messenger' },
);

export const MessengerSettings = Type.Object(
  {
    personal_links: Type.Optional(
      Type.Boolean({ description: 'A private channel of Telegram: an invite link of its own for each click' }),
    ),
    join_requests: Type.Optional(
      Type.Boolean({ description: 'Invite links ask to join, also where the tracking link does not say so' }),
    ),
    auto_approve: Type.Optional(
      nullable(
        Type.Integer({
          minimum: 0,
          maximum: 2_592_000,
          'x-expected': 'seconds (0 to 2592000) or null',
          description:
            'Seconds after which requests to join are approved, where the tracking link says nothing else; null: by hand',
        }),
      ),
    ),
    bot_hop: Type.Optional(
      nullable(
        Type.Boolean({
          description:
            'Clicks of a channel go to the bot first, which answers with a button to the channel; null: only on MAX',
        }),
      ),
    ),
    lease_days: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 365,
        description: 'Days after which an invite link that nobody used is revoked',
      }),
    ),
    long_polling: Type.Optional(
      Type.Boolean({ description: 'MAX: updates may be asked for where the server has no public https address' }),
    ),
  },
  { additionalProperties: false, title: 'MessengerSettings', examples: [{ join_requests: true, auto_approve: 60 }] },
);

export const MessengerCheck = Type.Object(
  {
    take_over_webhook: Type.Optional(
      Type.Boolean({
        description:
          "true: what the last check found in the way (somebody else's webhook, another program that polls) may be replaced",
      }),
    ),
  },
  { additionalProperties: false, title: 'MessengerCheck', examples: [{}] },
);

export function shownMessenger(overview: MessengerOverview): Static<typeof MessengerAnswer> {
  const { bot, chat, settings, inviteLinks, joinRequests, checkedAt } = overview;
  return {
    state: overview.state,
    mode: overview.mode,
    bot: bot === null ? null : { user_id: bot.userId, username: bot.username },
    chat:
      chat === null
        ? null
        : {
            title: chat.title,
            username: chat.username,
            is_administrator: chat.isAdministrator,
            can_invite: chat.canInvite,
          },
    problems: overview.problems.map(({ code, detail = null }) => ({ code, ...messengerProblems[code], detail })),
    checked_at: checkedAt === null ? null : isoTime(checkedAt),
    personal_links: settings.personalLinks,
    join_requests: settings.joinRequests,
    auto_approve: settings.autoApproveSeconds,
    bot_hop: settings.botHop,
    lease_days: settings.leaseDays,
    long_polling: settings.longPolling,
    invite_links: inviteLinks,
    requests_to_join: joinRequests,
    owner_chats: overview.ownerChats.map(({ chatId, name, connectedAt }) => ({
      chat_id: chatId,
      name,
      connected_at: isoTime(connectedAt),
    })),
  };
}
