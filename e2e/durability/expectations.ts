import { expect } from 'vitest';
import type { Probes } from './probes.ts';

export const backWithin = { interval: 50 };

/**
 * Callers are told to come again, visitors get to the bot without a code, and the probes of an operator tell the truth: all of them while
 * the storage is still away. After how many seconds, the tests of the writer and of the links say, by clocks of their own.
 */
export async function expectAway(probes: Probes): Promise<void> {
  const { event, userInfo, click, health, readiness } = await probes.all();
  expect(event).toMatchObject({ status: 503, retryAfter: '5' });
  expect(event.body).toContain('"mode":"production"');
  expect(userInfo).toMatchObject({ status: 503, retryAfter: '5' });
  expect(click).toMatchObject({ status: 302, location: 'https://t.me/e2e_bot' });
  expect(health.status).toBe(200);
  expect(readiness.status).toBe(503);
}

/** By itself, soon. */
export async function expectBack(probes: Probes): Promise<void> {
  await expect.poll(async () => (await probes.event()).status, backWithin).toBe(200);
  await expect.poll(async () => (await probes.click()).location, backWithin).toContain('?start=PJ');
  await expect.poll(async () => (await probes.readiness()).status, backWithin).toBe(200);
}
