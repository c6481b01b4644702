import {
  type GoogleAdsSimulator,
  type MetaCapiSimulator,
  startGoogleAds,
  startMetaCapi,
  startVkAds,
  type VkAdsSimulator,
} from '@otkuda/simulators';
import { onTestFinished } from 'vitest';
import type { Clock, TestedPlatform } from './platform-world.ts';

export async function vk(clock: Clock): Promise<TestedPlatform & { readonly simulator: VkAdsSimulator }> {
  const simulator = await startVkAds({ now: () => clock.nowMs });
  onTestFinished(() => simulator.close());
  simulator.addPixel({ id: '3590001', goals: ['startBot', 'purchase'] });
  return {
    simulator,
    type: 'vk_ads',
    settings: { pixel_id: '3590001' },
    target: 'startBot',
    idKind: 'rb_clickid',
    baseUrls: { vkTrackerUrl: simulator.url },
    identifiers: (number) => ({ rb_clickid: number }),
    inject: (fault) => simulator.inject(fault),
    counted: () => simulator.counted().map(({ rbClickId }) => rbClickId ?? ''),
    sends: () => simulator.requests().length,
  };
}

/** A click of that number, as `fbc` writes it. */
const fbcStart = 'fb.1.1795000000000.';

export async function meta(clock: Clock): Promise<TestedPlatform & { readonly simulator: MetaCapiSimulator }> {
  const simulator = await startMetaCapi({ now: () => clock.nowMs });
  onTestFinished(() => simulator.close());
  simulator.addDataset({ id: '1234567890', token: 'EAAB_TEST' });
  return {
    simulator,
    type: 'meta_capi',
    settings: { dataset_id: '1234567890', access_token: 'EAAB_TEST' },
    target: 'Lead',
    idKind: 'user_data',
    baseUrls: { metaGraphUrl: simulator.url },
    identifiers: (number) => ({ fbc: `${fbcStart}${number}` }),
    inject: (fault) => simulator.inject(fault),
    counted: () =>
      simulator.counted().map(({ fields: { user_data: user } }) => {
        const fbc = typeof user === 'object' && user !== null && 'fbc' in user ? String(user.fbc) : '';
        return fbc.slice(fbcStart.length);
      }),
    sends: () => simulator.requests().length,
  };
}

export const googleSettings = {
  operating_account_id: '123-456-7890',
  conversion_actions: { start: '7654321', sale: '7654323' },
  client_id: 'client',
  client_secret: 'GOCSPX-secret',
  refresh_token: '1//refresh',
};

export async function google(clock: Clock): Promise<TestedPlatform & { readonly simulator: GoogleAdsSimulator }> {
  const simulator = await startGoogleAds({
    now: () => clock.nowMs,
    // The clock stands still within a test, so any number of requests falls into one minute.
    requestsPerMinuteMax: Number.POSITIVE_INFINITY,
  });
  onTestFinished(() => simulator.close());
  simulator.addAccount({ id: '1234567890', conversionActions: ['7654321', '7654323'] });
  simulator.addCredentials({
    clientId: 'client',
    clientSecret: 'GOCSPX-secret',
    refreshToken: '1//refresh',
    accounts: ['1234567890'],
  });
  return {
    simulator,
    type: 'google_ads',
    settings: googleSettings,
    target: 'start',
    idKind: 'gclid',
    baseUrls: { googleDataManagerUrl: simulator.url, googleOauthUrl: simulator.url },
    identifiers: (number) => ({ gclid: number }),
    inject: (fault) => simulator.inject({ ...fault, path: '/v1/events:ingest' }),
    counted: () =>
      simulator.counted().map(({ event: { adIdentifiers } }) => {
        const gclid = adIdentifiers?.gclid;
        return typeof gclid === 'string' ? gclid : '';
      }),
    sends: () => simulator.requests().filter(({ path }) => path === '/v1/events:ingest').length,
  };
}
