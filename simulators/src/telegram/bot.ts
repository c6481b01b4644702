import type { WebhookQueue } from '../messenger/webhook-queue.ts';
import type { UpdateQueue } from './updates.ts';

export interface TelegramUser {
  readonly id: number;
  readonly is_bot: boolean;
  readonly first_name: string;
  readonly username?: string;
  readonly language_code?: string;
}

export interface Webhook {
  readonly url: string;
  readonly secret: string | null;
  readonly maxConnections: number;
}

export interface SentMessage {
  readonly messageId: number;
  readonly chatId: number;
  readonly text: string;
  /** Addresses of the buttons below it. */
  readonly buttons: readonly { readonly text: string; readonly url: string }[];
}

export interface TelegramBot {
  token: string;
  readonly user: TelegramUser;
  readonly updates: UpdateQueue;
  webhook: Webhook | null;
  delivery: WebhookQueue | null;
  lastError: { readonly atMs: number; readonly text: string } | null;
  /** The long poll that is open; a newer one ends it. */
  poll: AbortController | null;
  readonly sent: SentMessage[];
  /** Who has started it, and who of them has blocked it. */
  readonly started: Set<number>;
  readonly blockedBy: Set<number>;
}
