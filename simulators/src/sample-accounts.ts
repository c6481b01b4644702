import { startGoogleAds } from './google-ads/simulator.ts';
import { startMetaCapi } from './meta-capi/simulator.ts';
import { startVkAds } from './vk-ads/simulator.ts';
import { startYandexMetrica } from './yandex-metrica/simulator.ts';

/** A stand-in with an account that is ready to be connected: for the demo, and for trying out by hand. */
export interface SampleAccount {
  readonly name: string;
  readonly url: string;
  /** The server's variables that lead to it. */
  readonly variables: readonly string[];
  /** Body of `POST /api/v1/projects/:id/destinations`. */
  readonly destination: {
    readonly type: string;
    readonly name: string;
    readonly settings: Readonly<Record<string, unknown>>;
    readonly goals: Readonly<Record<string, string>>;
  };
  /** What an ad of it adds to the address. */
  readonly clickQuery: string;
  /** The state that a conversion told to it ends in: VK and Meta never say whether it counts. */
  readonly end: 'accepted' | 'confirmed';
  /** Where it shows what it took. */
  readonly shown: string;
  close(): Promise<void>;
}

/** All of them; at ports that follow each other, or at free ones for 0. */
export async function startSampleAccounts(port: number): Promise<readonly SampleAccount[]> {
  const at = (index: number): number => (port === 0 ? 0 : port + index);
  return [await yandexMetrica(at(0)), await vkAds(at(1)), await metaCapi(at(2)), await googleAds(at(3))];
}

async function yandexMetrica(port: number): Promise<SampleAccount> {
  const { url, addCounter, close } = await startYandexMetrica({ port });
  const settings = { counter_id: '2215573', oauth_token: 'y0_TEST' };
  addCounter({
    id: settings.counter_id,
    login: 'owner',
    token: settings.oauth_token,
    goals: ['bot_start', 'lead', 'purchase'],
    knownIds: 'all',
  });
  return {
    name: 'Yandex Metrica',
    url,
    variables: ['YANDEX_METRICA_URL'],
    destination: { type: 'yandex_metrica', name: 'Метрика', settings, goals: { start: 'bot_start' } },
    clickQuery: 'utm_source=yandex&utm_campaign=summer&yclid=14567890123456789',
    end: 'confirmed',
    shown: `${url}/__sim/yandex-metrica/events?counter=${settings.counter_id}`,
    close,
  };
}

async function vkAds(port: number): Promise<SampleAccount> {
  const { url, addPixel, close } = await startVkAds({ port });
  const settings = { pixel_id: '3590001' };
  addPixel({ id: settings.pixel_id, goals: ['startBot', 'lead', 'purchase'] });
  return {
    name: 'VK Ads',
    url,
    variables: ['VK_TRACKER_URL'],
    destination: { type: 'vk_ads', name: 'VK Реклама', settings, goals: { start: 'startBot' } },
    clickQuery: 'utm_source=vk&utm_campaign=summer&rb_clickid=aB3dE5',
    end: 'accepted',
    shown: `${url}/__sim/vk-ads/events`,
    close,
  };
}

async function metaCapi(port: number): Promise<SampleAccount> {
  const { url, addDataset, close } = await startMetaCapi({ port });
  const settings = { dataset_id: '1234567890', access_token: 'EAAB_TEST' };
  addDataset({ id: settings.dataset_id, token: settings.access_token });
  return {
    name: 'Meta',
    url,
    variables: ['META_GRAPH_URL'],
    destination: { type: 'meta_capi', name: 'Meta', settings, goals: { start: 'Lead' } },
    clickQuery: 'utm_source=facebook&utm_campaign=summer&fbclid=IwAR2F4-dbP0l7Mn1Iaw',
    end: 'accepted',
    shown: `${url}/__sim/meta-capi/events`,
    close,
  };
}

async function googleAds(port: number): Promise<SampleAccount> {
  const { url, addAccount, addCredentials, close } = await startGoogleAds({ port, processingMinutes: 0 });
  const settings = {
    operating_account_id: '1234567890',
    conversion_actions: { start: '7654321', lead: '7654322' },
    client_id: 'client',
    client_secret: 'GOCSPX_TEST',
    refresh_token: 'refresh_TEST',
  };
  addAccount({ id: settings.operating_account_id, conversionActions: Object.values(settings.conversion_actions) });
  addCredentials({
    clientId: settings.client_id,
    clientSecret: settings.client_secret,
    refreshToken: settings.refresh_token,
    accounts: [settings.operating_account_id],
  });
  return {
    name: 'Google',
    url,
    variables: ['GOOGLE_DATA_MANAGER_URL', 'GOOGLE_OAUTH_URL'],
    destination: { type: 'google_ads', name: 'Google Реклама', settings, goals: { start: 'start' } },
    clickQuery: 'utm_source=google&utm_campaign=summer&gclid=Cj0KCQiA',
    end: 'confirmed',
    shown: `${url}/__sim/google-ads/events`,
    close,
  };
}
