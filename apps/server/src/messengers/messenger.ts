/** What the server asks of a messenger, whichever it is. Every call rejects with a MessengerFailure. */
export interface Messenger {
  me(): Promise<BotIdentity>;
  hooks(): Promise<Hooks>;
  setHook(url: string, secret: string): Promise<void>;
  removeHook(url: string): Promise<void>;
  /** Waits for updates. `after` is the earlier answer's `next`; with it, all before are confirmed and gone. */
  poll(after: string | null, signal: AbortSignal): Promise<{ updates: readonly unknown[]; next: string | null }>;
  /** Looks for a moment whether somebody else reads the updates: fails as `conflict` then. Takes and changes nothing. */
  probe(): Promise<void>;
  /** How the bot stands in a chat; null: the chat cannot be seen. */
  standing(chatId: string, bot: BotIdentity): Promise<Standing | null>;
  send(chatId: string, message: ChatMessage): Promise<void>;
}

/** What only Telegram has. */
export interface InvitingMessenger extends Messenger {
  /** Gives the link's address. */
  createInviteLink(
    chatId: string,
    link: { name: string; createsJoinRequest: boolean; shared: boolean },
  ): Promise<string>;
  revokeInviteLink(chatId: string, url: string): Promise<void>;
  /** `gone`: nobody asks any more, since they took it back, were answered by somebody else, or are in. */
  approveJoinRequest(chatId: string, userId: string): Promise<'approved' | 'gone'>;
}

export interface BotIdentity {
  readonly userId: string;
  readonly username: string | null;
}

export interface Hooks {
  /** Where updates go now. Telegram has one address at most. */
  readonly urls: readonly string[];
  /** The kinds that are sent; null: the messenger's usual ones. */
  readonly kinds: readonly string[] | null;
  /** What the messenger last complained about. */
  readonly lastError: string | null;
}

export interface Standing {
  readonly title: string | null;
  /** Under which name anybody finds it; null: it is private. */
  readonly username: string | null;
  readonly link: string | null;
  readonly isMember: boolean;
  readonly isAdministrator: boolean;
  readonly canInvite: boolean;
}

export interface ChatMessage {
  readonly text: string;
  readonly button?: { readonly text: string; readonly url: string };
}

export type OpenMessenger = (platform: 'telegram' | 'max', token: string) => Messenger;

export function isInviting(messenger: Messenger): messenger is InvitingMessenger {
  return 'createInviteLink' in messenger;
}
