import { expect } from 'vitest';
import type { Probes } from './probes.ts';

/** The writer's 5 s, and what a busy machine adds. */
export const answeredWithinMs = 6_000;
/** The 1.5 s that a visitor waits at most, and what a busy machine adds. */
export const redirectedWithinMs = 2_000;
export const backWithin = { timeout: 15_000, interval: 50 };

/** Callers are told to come again, visitors get to the bot without a code, and the probes of an operator tell the truth. */
export async function expectAway(probes: Probes): Promise<void> {
  const { event, userInfo, click, health, readiness } = await probes.all();
  expect(event).toMatchObject({ status: 503, retryAfter: '5' });
  expect(event.body).toContain('"mode":"production"');
  expect(event.tookMs).toBeLessThan(answeredWithinMs);
  expect(userInfo).toMatchObject({ status: 503, retryAfter: '5' });
  expect(userInfo.tookMs).toBeLessThan(answeredWithinMs);
  expect(click).toMatchObject({ status: 302, location: 'https://t.me/e2e_bot' });
  expect(click.tookMs).toBeLessThan(redirectedWithinMs);
  expect(health.status).toBe(200);
  expect(readiness.status).toBe(503);
  expect(readiness.tookMs).toBeLessThan(answeredWithinMs);
}

/** By itself, soon. */
export async function expectBack(probes: Probes): Promise<void> {
  await expect.poll(async () => (await probes.event()).status, backWithin).toBe(200);
  await expect.poll(async () => (await probes.click()).location, backWithin).toContain('?start=PJ');
  await expect.poll(async () => (await probes.readiness()).status, backWithin).toBe(200);
}
