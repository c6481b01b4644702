import { startGoogleAds } from './google-ads/simulator.ts';
import { startMetaCapi } from './meta-capi/simulator.ts';
import type { Clock } from './stand-in/clock.ts';
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
  /** Opens another counter, pixel or dataset there. */
  open(account: OpenedAccount): void;
  /** Takes away what is named: a counter is deleted, a token worth nothing. */
  shut(name: string): void;
  close(): Promise<void>;
}

export interface OpenedAccount {
  readonly id: string;
  readonly login?: string;
  readonly token?: string;
  readonly goals?: readonly string[];
}

/** All of them; at ports that follow each other, or at free ones for 0. */
export async function startSampleAccounts(port: number, now: Clock = Date.now): Promise<readonly SampleAccount[]> {
  const at = (index: number): number => (port === 0 ? 0 : port + index);
  return [
    await yandexMetrica(at(0), now),
    await vkAds(at(1), now),
    await metaCapi(at(2), now),
    await googleAds(at(3), now),
  ];
}

async function yandexMetrica(port: number, now: Clock): Promise<SampleAccount> {
  // Days pass within a moment in the demo, so any number of requests falls into one second or day.
  const limits = { requestsPerSecondByIpMax: Infinity, requestsPerDayByLoginMax: Infinity };
  const { url, addCounter, removeCounter, close } = await startYandexMetrica({
    port,
    now,
    limits: now === Date.now ? {} : limits,
  });
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
    open: ({ id, login = 'owner', token = settings.oauth_token, goals = [] }) =>
      addCounter({ id, login, token, goals }),
    shut: removeCounter,
    close,
  };
}

async function vkAds(port: number, now: Clock): Promise<SampleAccount> {
  const { url, addPixel, close } = await startVkAds({ port, now });
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
    open: ({ id, goals = [] }) => addPixel({ id, goals }),
    shut: () => {},
    close,
  };
}

async function metaCapi(port: number, now: Clock): Promise<SampleAccount> {
  const { url, addDataset, revoke, close } = await startMetaCapi({ port, now });
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
    open: ({ id, token = settings.access_token }) => addDataset({ id, token }),
    shut: revoke,
    close,
  };
}

async function googleAds(port: number, now: Clock): Promise<SampleAccount> {
  const { url, addAccount, addCredentials, revoke, close } = await startGoogleAds({ port, now, processingMinutes: 0 });
  const settings = {
    operating_account_id: '1234567890',
    conversion_actions: { start: '7654321', lead: '7654322' },
    client_id: 'client',
    client_secret: 'GOCSPX_TEST',
    refresh_token: 'refresh_TEST',
  };
  addAccount({ id: settings.operating_account_id, conversionActions: Object.values(settings.conversion_actions) });
  const letIn = (refreshToken: string, account: string): void =>
    addCredentials({
      clientId: settings.client_id,
      clientSecret: settings.client_secret,
      refreshToken,
      accounts: [account],
    });
  letIn(settings.refresh_token, settings.operating_account_id);
  return {
    name: 'Google',
    url,
    variables: ['GOOGLE_DATA_MANAGER_URL', 'GOOGLE_OAUTH_URL'],
    destination: { type: 'google_ads', name: 'Google Реклама', settings, goals: { start: 'start' } },
    clickQuery: 'utm_source=google&utm_campaign=summer&gclid=Cj0KCQiA',
    end: 'confirmed',
    shown: `${url}/__sim/google-ads/events`,
    open({ id, token, goals = [] }) {
      addAccount({ id, conversionActions: goals });
      if (token !== undefined) letIn(token, id);
    },
    shut: revoke,
    close,
  };
}
