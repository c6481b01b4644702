import { startGoogleAds, startMetaCapi, startVkAds } from '@otkuda/simulators';
import fc from 'fast-check';
import { expect, it, onTestFinished } from 'vitest';
import type { CallContext } from './call-context.ts';
import type { Destination } from './destination.ts';
import { googleAds } from './google-ads.ts';
import type { HttpAnswer, HttpRequest } from './http-message.ts';
import { metaCapi } from './meta-capi.ts';
import { arbitraryConversions } from './testing/arbitrary-conversions.ts';
import { nowMs } from './testing/outgoing-conversion.ts';
import { vkAds } from './vk-ads.ts';

/** The strict stand-ins refuse what the platforms refuse: whatever a destination builds of valid conversions, they take. */

async function call({ method, url, headers, body }: HttpRequest): Promise<HttpAnswer> {
  const response = await fetch(url, { method, headers, body });
  return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
}

async function holds<Settings>(
  destination: Destination<Settings>,
  settings: Settings,
  targets: readonly string[],
  context: CallContext,
  /** How many rows the platform counts in all. */
  counted: () => number,
): Promise<void> {
  let sent = 0;
  await fc.assert(
    fc.asyncProperty(arbitraryConversions(destination, settings, targets), async (conversions) => {
      // What one row of an earlier run counted as must not hide a row of this one.
      const rows = conversions.map((row) => ({ ...row, conversionId: crypto.randomUUID() }));
      const outcome = destination.read(
        await call(destination.send({ batchId: 'b', conversions: rows }, settings, context)),
        nowMs,
        rows.length,
      );
      expect(outcome).toMatchObject({ class: 'accepted' });
      sent += rows.length;
      expect(counted()).toBe(sent);
    }),
  );
}

it('VK Ads counts every hit', async () => {
  const simulator = await startVkAds({ now: () => nowMs });
  onTestFinished(() => simulator.close());
  simulator.addPixel({ id: '3590001', goals: ['startBot', 'purchase'] });
  const context = { baseUrl: simulator.url, token: null, nowMs };
  await holds(vkAds, { pixel_id: '3590001' }, ['startBot', 'purchase'], context, () => simulator.counted().length);
});

it('Meta receives every event', async () => {
  const simulator = await startMetaCapi({ now: () => nowMs });
  onTestFinished(() => simulator.close());
  simulator.addDataset({ id: '1', token: 't' });
  const settings = { dataset_id: '1', access_token: 't', action_source: 'website' } as const;
  const context = { baseUrl: simulator.url, token: null, nowMs };
  await holds(metaCapi, settings, ['Lead', 'Purchase', 'Заявка'], context, () => simulator.counted().length);
});

it('Google ingests every event', async () => {
  const simulator = await startGoogleAds({ now: () => nowMs, requestsPerMinuteMax: Number.POSITIVE_INFINITY });
  onTestFinished(() => simulator.close());
  simulator.addAccount({ id: '1234567890', conversionActions: ['7', '8'] });
  simulator.addCredentials({ clientId: 'c', clientSecret: 's', refreshToken: 'r', accounts: ['1234567890'] });
  const settings = {
    operating_account_id: '123-456-7890',
    conversion_actions: { start: '7', sale: '8' },
    client_id: 'c',
    client_secret: 's',
    refresh_token: 'r',
  };
  const request = googleAds.token?.request(settings, simulator.url, nowMs, false) ?? null;
  const token = request === null || 'class' in request ? null : googleAds.token?.read(await call(request), nowMs);
  if (token?.class !== 'token') throw new Error('no token');
  const context = { baseUrl: simulator.url, token: token.value, nowMs };
  await holds(googleAds, settings, ['start', 'sale'], context, () => simulator.counted().length);
});
