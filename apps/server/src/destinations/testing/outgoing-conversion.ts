import type { HttpAnswer } from '../http-message.ts';
import type { Identity, OutgoingConversion } from '../outgoing.ts';

/** 2026-11-22T10:40:00Z */
export const nowMs = Date.parse('2026-11-22T10:40:00Z');

/** A start of a bot, a minute ago, by a click an hour ago; what a test is about stands in `changes`. */
export function outgoing(identity: Identity, changes: Partial<OutgoingConversion> = {}): OutgoingConversion {
  return {
    conversionId: '019ab3c4-0000-7000-8000-000000000001',
    userId: '987654321',
    platform: 'telegram',
    cause: 'start',
    target: 'start',
    eventType: null,
    result: null,
    happenedMs: nowMs - 60_000,
    clickId: '019ab3c4-0000-7000-8000-0000000000ff',
    clickedMs: nowMs - 3_600_000,
    value: null,
    currency: 'RUB',
    identity,
    visit: null,
    visitorAddress: null,
    ...changes,
  };
}

export function answer(status: number, body: unknown, headers: Record<string, string> = {}): HttpAnswer {
  return { status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) };
}
