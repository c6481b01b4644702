import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import type { OutgoingConversion } from './outgoing.ts';
import { webhook, webhookSignature } from './webhook.ts';

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const settings = { url: 'https://crm.example.org/otkuda?a=1', secret };

const conversion: OutgoingConversion = {
  conversionId: '019ab3c4-0000-7000-8000-000000000001',
  userId: '987654321',
  platform: 'max',
  cause: 'refund',
  target: 'purchase',
  eventType: 'sale',
  result: 'success',
  happenedMs: 1_763_798_400_999,
  clickId: '019ab3c4-0000-7000-8000-00000000000a',
  clickedMs: 1_763_798_300_000,
  value: '-1990.5',
  currency: 'RUB',
  identity: { kind: 'webhook', ids: { utm_source: 'яндекс', yclid: '14' } },
  visit: null,
  visitorAddress: null,
};

it('signs as the published vector does', () => {
  // Source: adplatforms.md §7.4, Standard Webhooks 1.0.0.
  const signature = webhookSignature(secret, 'msg_p5jXN8AQM9LWM0D4loKWxJek', '1614265330', '{"test": 2432232314}');
  expect(signature).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
});

describe('a message', () => {
  // The library compares the time with that of the machine.
  const nowMs = Date.now();
  const context = { baseUrl: '', token: null, nowMs };
  const request = webhook.send({ batchId: '', conversions: [conversion] }, settings, context);

  it('is verified by the library of the standard, and says all there is to say', () => {
    expect(new Webhook(secret).verify(request.body ?? '', { ...request.headers })).toEqual({
      type: 'conversion.refund',
      timestamp: '2025-11-22T08:00:00.999Z',
      data: {
        id: conversion.conversionId,
        cause: 'refund',
        goal: 'purchase',
        event_type: 'sale',
        result: 'success',
        value: '-1990.5',
        currency: 'RUB',
        platform: 'max',
        user_id: '987654321',
        click_id: conversion.clickId,
        clicked_at: '2025-11-22T07:58:20.000Z',
        marks: { utm_source: 'яндекс', yclid: '14' },
      },
    });
    expect(request).toMatchObject({
      method: 'POST',
      url: settings.url,
      headers: { 'content-type': 'application/json' },
    });
  });

  it('keeps its id at every try, with the time of that try', () => {
    const again = webhook.send({ batchId: '', conversions: [conversion] }, settings, {
      ...context,
      nowMs: nowMs + 60_000,
    });
    expect(again.body).toBe(request.body);
    expect(again.headers['webhook-id']).toBe(request.headers['webhook-id']);
    expect(Number(again.headers['webhook-timestamp']) - Number(request.headers['webhook-timestamp'])).toBe(60);
    expect(new Webhook(secret).verify(again.body ?? '', { ...again.headers })).toBeTruthy();
  });

  it('is refused by the library when a byte of it is changed', () => {
    const changed = (request.body ?? '').replace('1990', '9990');
    expect(() => new Webhook(secret).verify(changed, { ...request.headers })).toThrow();
  });

  it('of a test is verified, too', () => {
    const test = webhook.test.request(settings, context);
    expect(new Webhook(secret).verify(test.body ?? '', { ...test.headers })).toMatchObject({ type: 'test' });
  });
});
