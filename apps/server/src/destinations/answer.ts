import type { HttpAnswer } from './http-message.ts';

/** The body as JSON; undefined where it is none, such as a proxy's HTML page. */
export function jsonOf({ body }: HttpAnswer): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

// A wish of no time at all would be asked for again without end; one beyond a day is an error, and the destination would seem dead.
const secondsMin = 1;
const secondsMax = 86_400;

/** `Retry-After` in seconds, from one to a day; null without one. It may be a number or a date (RFC 9110 §10.2.3). */
export function retryAfterSeconds({ headers }: HttpAnswer, nowMs: number): number | null {
  const text = headers['retry-after']?.trim();
  if (text === undefined) return null;
  const seconds = /^\d{1,9}$/.test(text) ? Number(text) : (Date.parse(text) - nowMs) / 1000;
  return Number.isNaN(seconds) ? null : Math.min(Math.max(Math.ceil(seconds), secondsMin), secondsMax);
}
