import { createHmac, timingSafeEqual } from 'node:crypto';
import type { PlatformRequest } from '../stand-in/stand-in.ts';

export type ReadWebhook =
  | { readonly ok: true; readonly id: string; readonly message: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly status: number; readonly error: string };

const toleranceSeconds = 300;

/** Checks a message by Standard Webhooks 1.0.0: id, time (5 minutes), signature over exactly the bytes that came. */
export function readWebhook(
  { method, headers, body }: PlatformRequest,
  secret: string | null,
  nowMs: number,
): ReadWebhook {
  if (method !== 'POST') return refused(405, 'POST');
  const [id, timestamp, signatures] = ['id', 'timestamp', 'signature'].map((name) => headers[`webhook-${name}`]);
  if (typeof id !== 'string' || typeof timestamp !== 'string' || typeof signatures !== 'string' || secret === null) {
    return refused(400, 'the headers of the signature are missing');
  }
  if (!/^\d+$/.test(timestamp) || Math.abs(nowMs / 1000 - Number(timestamp)) > toleranceSeconds) {
    return refused(400, 'the time is too far from now');
  }
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest();
  const fits = signatures.split(' ').some((signature) => {
    const given = Buffer.from(signature.replace(/^v1,/, ''), 'base64');
    return signature.startsWith('v1,') && given.length === expected.length && timingSafeEqual(given, expected);
  });
  if (!fits) return refused(401, 'the signature does not fit');
  const message = readObject(body.toString('utf8'));
  return message === null ? refused(400, 'the body is no JSON object') : { ok: true, id, message };
}

function readObject(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}

function refused(status: number, error: string): ReadWebhook {
  return { ok: false, status, error };
}
