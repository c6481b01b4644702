import type pg from 'pg';
import type { ProjectConfig } from '../directory/config-types.ts';
import type { OpenMessenger } from './messenger.ts';

export interface MessengersOptions {
  readonly pool: pg.Pool;
  readonly seal: (text: string) => Buffer;
  /** Throws where it was sealed with another key. */
  readonly open: (sealed: Buffer) => string;
  readonly openMessenger: OpenMessenger;
  readonly project: (projectId: string) => Promise<ProjectConfig | null>;
  /** Stores one raw update as a call of the project's, like on_telegram_webhook. Resolves once it is on disk; rejects where it is not. */
  readonly storeUpdate: (project: ProjectConfig, body: Buffer) => Promise<void>;
  /** Whether such a rejection is the storage's, to be tried again; otherwise it is this update's own fault, and it is passed over. */
  readonly isStorageAway: (error: unknown) => boolean;
  readonly publicUrl: string;
  readonly now: () => number;
  readonly log: (message: string, details?: object) => void;
  readonly timing?: Partial<Timing>;
}

/** How long things take, in milliseconds. */
export interface Timing {
  /** A process that tends a bot and has not been heard of for so long has lost it. */
  readonly leaseMs: number;
  /** Between looks for something to do. */
  readonly lookMs: number;
  /** Between checks of a bot whose last one was in order. */
  readonly checkMs: number;
  /** Between two new invite links of one chat. */
  readonly inviteSpacingMs: number;
}

export const usualTiming: Timing = { leaseMs: 20_000, lookMs: 1_000, checkMs: 300_000, inviteSpacingMs: 250 };
