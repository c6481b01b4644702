import { randomUUID } from 'node:crypto';
import type { Update } from 'grammy/types';
import { factKey } from './ledger.ts';
import { blockUpdate, startUpdate } from './telegram-updates.ts';

/** One call of the API, and the fact that it tells. */
export interface ApiCall {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly fact: string;
  readonly repeatable: boolean;
}

/** Goals that the counter of the run knows; those of one person are told apart by them. */
export const goalTargets = ['lead', 'order', 'purchase'] as const;
export const startTarget = 'bot_start';

const json = { 'content-type': 'application/json' };

function updateCall(update: Update, fact: string): ApiCall {
  return { method: 'on_telegram_webhook', headers: json, body: JSON.stringify(update), fact, repeatable: true };
}

export function startCall(updateId: number, userId: number, date: number, code: string | null): ApiCall {
  return updateCall(startUpdate({ updateId, userId, date }, code), factKey('start', String(userId), date));
}

export function blockCall(updateId: number, userId: number, date: number, change: 'stop' | 'resume'): ApiCall {
  return updateCall(blockUpdate({ updateId, userId, date }, change), factKey(change, String(userId), date));
}

export function goalCall(userId: number, target: string): ApiCall {
  const body = JSON.stringify({ user_id: String(userId), target });
  const fact = factKey('goal', String(userId), target);
  return { method: 'send_reach_goal', headers: json, body, fact, repeatable: false };
}

/** `identity`: what a repeat is recognised by. */
export function eventCall(
  userId: number,
  type: string,
  identity: 'none' | 'date' | 'idempotency_key',
  more: Readonly<Record<string, unknown>>,
): ApiCall {
  return {
    method: 'add_event',
    headers: identity === 'idempotency_key' ? { ...json, 'idempotency-key': randomUUID() } : json,
    body: JSON.stringify({ user_id: String(userId), event_type: type, ...more }),
    fact: factKey('event', String(userId), type),
    repeatable: identity !== 'none',
  };
}
