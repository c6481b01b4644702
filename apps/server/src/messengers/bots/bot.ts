import { createHash } from 'node:crypto';
import type { Platform } from '@otkuda/contract';
import type { MessengerProblem } from '../problems.ts';

/** A bot as its row tells. */
export interface BotRow {
  readonly bot_key: string;
  readonly platform: Platform;
  readonly token_sealed: Buffer;
  readonly hook_path: string;
  readonly hook_secret_sealed: Buffer;
  readonly user_id: string | null;
  readonly username: string | null;
  readonly mode: 'off' | 'webhook' | 'polling';
  readonly take_over: string | null;
  readonly problems: readonly MessengerProblem[];
  readonly checked_at: Date | null;
  readonly check_at: Date;
}

/** By what a bot is known: two projects with one token share it. A new token of the same bot is a new one. */
export function botKey(platform: Platform, token: string): string {
  return createHash('sha256').update(`${platform}:${token}`).digest('hex');
}
