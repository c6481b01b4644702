import { createHmac } from 'node:crypto';
import { type Static, Type } from 'typebox';
import type { CallContext } from './call-context.ts';
import type { Destination } from './destination.ts';
import type { HttpRequest } from './http-message.ts';
import type { OutgoingConversion } from './outgoing.ts';
import { ownersAnswer } from './owners-answer.ts';
import { textSetting } from './settings.ts';

const webhookSettings = Type.Object({
  url: textSetting({
    label: { ru: 'Адрес', en: 'Address' },
    hint: { ru: 'Куда отправлять события методом POST', en: 'Where events are posted to' },
    pattern: '^https?://[^\\s/?#@\\\\]+([/?#]\\S*)?$',
    expected: 'an address that begins with https:// or http://',
    example: 'https://crm.example.org/otkuda',
  }),
  secret: textSetting({
    label: { ru: 'Секрет', en: 'Secret' },
    hint: {
      ru: 'whsec_ и base64 от 24 до 64 байт; им проверяют подпись по Standard Webhooks',
      en: 'whsec_ and base64 of 24 to 64 bytes; the signature of Standard Webhooks is checked with it',
    },
    pattern: '^whsec_(?:[A-Za-z0-9+/]{4}){8,21}(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$',
    expected: 'whsec_ and base64 of 24 to 64 bytes',
  }),
});
type WebhookSettings = Static<typeof webhookSettings>;

// Source: Standard Webhooks 1.0.0, "timeout 15-30 s".
const timeoutMs = 15_000;

/**
 * JSON of each goal to a server of the owner's, signed by Standard Webhooks 1.0.0, so that any of its libraries checks it. The
 * conversion's id is the message's, at every try: by it the receiver tells repeats. Source: adplatforms.md §7.2, §7.4.
 */
export const webhook: Destination<WebhookSettings> = {
  type: 'webhook',
  title: { ru: 'Вебхук', en: 'Webhook' },
  help: {
    ru: 'Отправляет каждую цель на ваш сервер в JSON с подписью Standard Webhooks. Нужны адрес и секрет.',
    en: 'Posts each goal to a server of yours as JSON with a Standard Webhooks signature. Needs an address and a secret.',
  },
  adSystem: null,
  settings: webhookSettings,
  secrets: ['secret'],
  baseUrl: null,
  suggestedGoals: { start: 'start', join: 'join', leave: 'leave' },
  identify: ({ ids, marks }) => ({ kind: 'webhook', ids: { ...marks, ...ids } }),
  refusesTarget: (target) => (target.trim() === '' ? 'target_empty' : null),
  deadline: { hoursAfterEvent: 120 },
  takesRefunds: true,
  wantsVisit: false,
  batchSizeMax: 1,
  fillsBatches: false,
  callsAtOnce: 4,
  token: null,
  send: ({ conversions }, settings, context) => {
    const [conversion] = conversions;
    const type = conversion === undefined ? 'conversion' : `conversion.${conversion.cause}`;
    const message = {
      type,
      timestamp: iso(conversion?.happenedMs ?? context.nowMs),
      data: conversion && payload(conversion),
    };
    return post(settings, context, conversion?.conversionId ?? '', message);
  },
  read: ownersAnswer,
  repeats: () => ({ kind: 'deduplicated' }),
  retries: null,
  verdicts: null,
  test: {
    request: (settings, context) =>
      post(settings, context, `test-${context.nowMs}`, { type: 'test', timestamp: iso(context.nowMs), data: {} }),
    read: ownersAnswer,
  },
};

function payload(conversion: OutgoingConversion) {
  const { conversionId, platform, userId, cause, target, eventType, result, value, currency, clickId, clickedMs } =
    conversion;
  return {
    id: conversionId,
    cause,
    goal: target,
    event_type: eventType,
    result,
    value,
    currency: value === null ? null : currency,
    platform,
    user_id: userId,
    click_id: clickId,
    clicked_at: clickedMs === null ? null : iso(clickedMs),
    marks: conversion.identity.ids,
  };
}

function post(settings: WebhookSettings, { nowMs }: CallContext, id: string, message: object): HttpRequest {
  const body = JSON.stringify(message);
  const timestamp = String(Math.floor(nowMs / 1000));
  return {
    method: 'POST',
    url: settings.url,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'Otkuda',
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': webhookSignature(settings.secret, id, timestamp, body),
    },
    body,
    timeoutMs,
  };
}

/** `v1,` and base64 of the HMAC-SHA256 of `id.timestamp.body`, with the bytes that the secret stands for. Source: Standard Webhooks 1.0.0. */
export function webhookSignature(secret: string, id: string, timestamp: string, body: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
