import { userId } from '@otkuda/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bothelp } from './bothelp.ts';
import { maxUpdate } from './max.ts';
import { sambot } from './sambot.ts';
import type { Sender } from './sender.ts';
import { sendPulse } from './sendpulse.ts';
import { toolsy } from './toolsy.ts';
import { winWin } from './winwin.ts';

/** Senders are at the door: whatever JSON comes in, there is a reading, and its persons and dates can be stored. */
const senders: readonly (readonly [string, Sender])[] = [
  ['sambot', sambot],
  ['bothelp', bothelp],
  ['sendpulse', sendPulse],
  ['winwin', winWin],
  ['toolsy', toolsy],
  ['max', maxUpdate],
];
const nowMs = 1_780_387_078_000;
const context = { nowMs, project: { kind: 'channel', chatId: null, toolsyGoals: { a: 'b' } } } as const;

const names = fc.constantFrom(
  ...['user_id', 'telegram_id', 'id', 'ref', 'start', 'user', 'data', 'subscriber', 'webhook', 'event', 'amount'],
  ...['title', 'contact', 'info', 'message', 'channel_data', 'date', 'created_at', 'variables', 'name', 'cuid'],
  ...['update_type', 'timestamp', 'chat_id', 'payload', 'body', 'text', 'sender', 'recipient', '__proto__'],
);
const leaves = fc.oneof(
  fc.constantFrom(null, true, 0, -1, 5, 987654321, nowMs, nowMs / 1000, 1.5, '', '5', 'new_subscriber', '/start x'),
  fc.constantFrom(
    'bot_started',
    'message_created',
    'user_added',
    'dialog',
    'payment.created',
    'refund',
    'a',
    '\u0000\ud800',
  ),
  fc.jsonValue(),
);
const { body } = fc.letrec<{ body: unknown }>((tie) => ({
  body: fc.oneof(
    { depthSize: 'small' },
    leaves,
    fc.array(tie('body'), { maxLength: 3 }),
    fc.array(fc.tuple(names, tie('body')), { maxLength: 6 }).map(Object.fromEntries),
  ),
}));

describe.each(senders)('%s', (_, sender) => {
  it('reads any JSON without an exception', () => {
    fc.assert(
      fc.property(body, (payload) => {
        const reading = sender(payload, context);
        expect(['signals', 'ignored', 'refused']).toContain(reading.kind);
        if (reading.kind !== 'signals') return;
        for (const signal of reading.signals) {
          expect(userId.read(signal.userId, nowMs)).toBe(signal.userId);
          expect(Math.abs(signal.atMs - nowMs)).toBeLessThan(4 * 365 * 86_400_000);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
