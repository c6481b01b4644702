import type { HttpAnswer } from './destination.ts';

/** The body as JSON; undefined where it is none, such as a proxy's HTML page. */
export function jsonOf({ body }: HttpAnswer): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

// A wish beyond a day is an error of the platform or of a proxy; the destination would seem dead.
const secondsMax = 86_400;

/** `Retry-After` in seconds, at most a day; null without one. It may be a number or a date (RFC 9110 §10.2.3). */
export function retryAfterSeconds({ headers }: HttpAnswer, nowMs: number): number | null {
  const text = headers['retry-after']?.trim();
  if (text === undefined) return null;
  const seconds = /^\d{1,9}$/.test(text) ? Number(text) : (Date.parse(text) - nowMs) / 1000;
  return Number.isNaN(seconds) ? null : Math.min(Math.max(Math.ceil(seconds), 0), secondsMax);
}
