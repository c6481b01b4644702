import { randomBytes } from 'node:crypto';
import type { TelegramBot, TelegramUser } from './bot.ts';

export type MemberStatus = 'creator' | 'administrator' | 'member' | 'left' | 'kicked';

export interface Member {
  readonly status: MemberStatus;
  /** Of an administrator: whether it may make invite links and answer requests. */
  readonly canInvite: boolean;
  /** By which link they came, for as long as they are here. */
  readonly link: string | null;
}

export interface InviteLink {
  readonly url: string;
  readonly creatorId: number;
  name: string | null;
  expireSeconds: number | null;
  memberLimit: number | null;
  createsJoinRequest: boolean;
  isPrimary: boolean;
  isRevoked: boolean;
}

export interface Chat {
  readonly id: number;
  readonly type: 'channel' | 'supergroup';
  readonly title: string;
  username: string | null;
  readonly members: Map<number, Member>;
  readonly links: Map<string, InviteLink>;
  /** Who asks to join, and by which link. */
  readonly requests: Map<number, InviteLink | null>;
  linksMadeMs: number[];
}

/** What a chat needs of the world around it. */
interface Surroundings {
  readonly seconds: number;
  readonly bots: ReadonlyMap<number, TelegramBot>;
  person(id: number): TelegramUser;
  tell(bot: TelegramBot, kind: string, content: object, queue: string): void;
}

const absent: Member = { status: 'left', canInvite: false, link: null };

/** What became of somebody's attempt to get in. */
export type JoinAttempt = 'joined' | 'requested' | 'already_member' | 'expired' | 'banned';

/** One channel or group, and what people and administrators do in it. */
export class ChatRoom {
  readonly #world: Surroundings;
  readonly chat: Chat;

  constructor(world: Surroundings, chat: Chat) {
    this.#world = world;
    this.chat = chat;
  }

  member(userId: number): Member {
    return this.chat.members.get(userId) ?? absent;
  }

  isMember(userId: number): boolean {
    return ['creator', 'administrator', 'member'].includes(this.member(userId).status);
  }

  /** Makes a bot an administrator, or changes its rights. */
  addAdministrator(bot: TelegramBot, { canInvite = true }: { canInvite?: boolean } = {}): this {
    this.#change(bot.user, bot.user.id, { status: 'administrator', canInvite, link: null });
    return this;
  }

  /** Takes a bot's rights away, or throws it out. */
  demote(bot: TelegramBot, status: 'member' | 'left' | 'kicked' = 'left'): void {
    this.#change(bot.user, 777_000, { ...absent, status });
  }

  /** The channel becomes public, or, with null, private again. */
  rename(username: string | null): void {
    this.chat.username = username;
  }

  /** Somebody opens an invite link and presses the button. */
  joinBy(userId: number, url: string): JoinAttempt {
    const link = this.chat.links.get(url);
    const user = this.#world.person(userId);
    if (this.isMember(userId)) return 'already_member';
    if (this.member(userId).status === 'kicked') return 'banned';
    if (link === undefined || !this.#isOpen(link)) return 'expired';
    if (link.createsJoinRequest) {
      this.chat.requests.set(userId, link);
      this.#tellOfRequest(user, link);
      return 'requested';
    }
    this.#change(user, userId, { status: 'member', canInvite: false, link: url }, link);
    return 'joined';
  }

  /** Joins a public chat by its name, or is added by an administrator (`by`). */
  join(userId: number, by: number = userId): JoinAttempt {
    if (this.isMember(userId)) return 'already_member';
    if (this.member(userId).status === 'kicked') return 'banned';
    this.#change(this.#world.person(userId), by, { ...absent, status: 'member' });
    return 'joined';
  }

  leave(userId: number): void {
    if (this.isMember(userId)) this.#change(this.#world.person(userId), userId, absent);
  }

  ban(userId: number): void {
    this.#change(this.#world.person(userId), 777_000, { ...absent, status: 'kicked' });
  }

  unban(userId: number): void {
    if (this.member(userId).status === 'kicked') this.#change(this.#world.person(userId), 777_000, absent);
  }

  /** The person takes the request back. */
  withdraw(userId: number): void {
    this.chat.requests.delete(userId);
  }

  /** Gives false where nobody asks. */
  answerRequest(userId: number, by: number, approved: boolean): boolean {
    const link = this.chat.requests.get(userId);
    if (link === undefined) return false;
    this.chat.requests.delete(userId);
    if (!approved) return true;
    const next: Member = { status: 'member', canInvite: false, link: link?.url ?? null };
    this.#change(this.#world.person(userId), by, next, link);
    return true;
  }

  /** A link made by hand, as owners do. */
  addLink(link: Partial<InviteLink> & { readonly creatorId: number }): InviteLink {
    const made: InviteLink = {
      url: link.url ?? `https://t.me/+${randomBytes(12).toString('base64url')}`,
      creatorId: link.creatorId,
      name: link.name ?? null,
      expireSeconds: link.expireSeconds ?? null,
      memberLimit: link.memberLimit ?? null,
      createsJoinRequest: link.createsJoinRequest ?? false,
      isPrimary: link.isPrimary ?? false,
      isRevoked: false,
    };
    this.chat.links.set(made.url, made);
    return made;
  }

  /** How many of those who came by the link are here: a place becomes free again when one of them leaves. */
  used(link: InviteLink): number {
    return [...this.chat.members.values()].filter((member) => member.link === link.url).length;
  }

  /** As a bot sees the link: the second half of another administrator's is hidden. */
  shownTo(bot: TelegramBot, link: InviteLink): object {
    const own = link.creatorId === bot.user.id;
    const creator = this.#world.bots.get(link.creatorId)?.user ?? this.#world.person(link.creatorId);
    return {
      invite_link: own ? link.url : `${link.url.slice(0, Math.ceil(link.url.length / 2))}...`,
      creator,
      creates_join_request: link.createsJoinRequest,
      is_primary: link.isPrimary,
      is_revoked: link.isRevoked,
      ...(link.name === null ? {} : { name: link.name }),
      ...(link.expireSeconds === null ? {} : { expire_date: link.expireSeconds }),
      ...(link.memberLimit === null ? {} : { member_limit: link.memberLimit }),
      ...(link.createsJoinRequest ? { pending_join_request_count: this.#asking(link) } : {}),
    };
  }

  shown(): object {
    const { id, type, title, username } = this.chat;
    return { id, type, title, ...(username === null ? {} : { username }) };
  }

  #asking(link: InviteLink): number {
    return [...this.chat.requests.values()].filter((one) => one === link).length;
  }

  #isOpen(link: InviteLink): boolean {
    if (link.isRevoked) return false;
    if (link.expireSeconds !== null && link.expireSeconds <= this.#world.seconds) return false;
    return link.memberLimit === null || this.used(link) < link.memberLimit;
  }

  #tellOfRequest(user: TelegramUser, link: InviteLink): void {
    for (const bot of this.#administrators()) {
      if (!this.member(bot.user.id).canInvite) continue;
      this.#world.tell(
        bot,
        'chat_join_request',
        {
          chat: this.shown(),
          from: user,
          user_chat_id: user.id,
          date: this.#world.seconds,
          invite_link: this.shownTo(bot, link),
        },
        String(this.chat.id),
      );
    }
  }

  #change(user: TelegramUser, by: number, next: Member, link: InviteLink | null = null): void {
    const before = this.member(user.id);
    this.chat.members.set(user.id, next);
    const from = user.id === by ? user : (this.#world.bots.get(by)?.user ?? this.#world.person(by));
    const told = {
      chat: this.shown(),
      from,
      date: this.#world.seconds,
      old_chat_member: memberJson(user, before),
      new_chat_member: memberJson(user, next),
    };
    if (user.is_bot) {
      const bot = this.#world.bots.get(user.id);
      if (bot !== undefined) this.#world.tell(bot, 'my_chat_member', told, `my:${this.chat.id}`);
      return;
    }
    for (const bot of this.#administrators()) {
      // A public chat never says by which link somebody came.
      const by_link = link === null || this.chat.username !== null ? {} : { invite_link: this.shownTo(bot, link) };
      this.#world.tell(bot, 'chat_member', { ...told, ...by_link }, String(this.chat.id));
    }
  }

  #administrators(): TelegramBot[] {
    return [...this.#world.bots.values()].filter(({ user }) => this.member(user.id).status === 'administrator');
  }
}

export function memberJson(user: TelegramUser, member: Member): object {
  switch (member.status) {
    case 'administrator':
      return { user, status: 'administrator', can_be_edited: false, can_invite_users: member.canInvite };
    case 'kicked':
      return { user, status: 'kicked', until_date: 0 };
    case 'creator':
    case 'member':
    case 'left':
      return { user, status: member.status };
  }
}
