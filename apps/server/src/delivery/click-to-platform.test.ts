import {
  type GoogleAdsSimulator,
  type MetaCapiSimulator,
  startGoogleAds,
  startMetaCapi,
  startVkAds,
  type VkAdsSimulator,
} from '@otkuda/simulators';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { externalIdOf } from '../destinations/meta-capi-identity.ts';
import { useDatabase } from '../testing/test-database.ts';
import { type TestBot, useServer } from '../testing/test-server.ts';
import { googleSettings } from './testing/tested-platforms.ts';

/** The whole way of each platform on real parts: ad click, tracking link, start of the bot, call to the platform's stand-in. */
const simulators: { vk?: VkAdsSimulator; meta?: MetaCapiSimulator; google?: GoogleAdsSimulator } = {};
const environment: Record<string, string> = {};

// Before the server, which reads the addresses when it starts.
beforeAll(async () => {
  simulators.vk = await startVkAds();
  simulators.vk.addPixel({ id: '3590001', goals: ['startBot', 'purchase'] });
  simulators.meta = await startMetaCapi();
  simulators.meta.addDataset({ id: '1234567890', token: 'EAAB_TEST' });
  simulators.google = await startGoogleAds({ processingMinutes: 0 });
  simulators.google.addAccount({ id: '1234567890', conversionActions: ['7654321', '7654323'] });
  simulators.google.addCredentials({
    clientId: 'client',
    clientSecret: 'GOCSPX-secret',
    refreshToken: '1//refresh',
    accounts: ['1234567890'],
  });
  environment.VK_TRACKER_URL = simulators.vk.url;
  environment.META_GRAPH_URL = simulators.meta.url;
  environment.GOOGLE_DATA_MANAGER_URL = simulators.google.url;
  environment.GOOGLE_OAUTH_URL = simulators.google.url;
});
const database = useDatabase();
const server = useServer(database, environment);
afterAll(async () => {
  for (const simulator of [simulators.vk, simulators.meta, simulators.google]) await simulator?.close();
});

const userAgent =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Mobile/15E148 Safari/604.1';

interface Tested {
  readonly bot: TestBot;
  readonly destinationId: string;
}

async function connect(type: string, settings: object, goals: object): Promise<Tested> {
  const bot = await server.bot();
  const made = await bot.manage('POST', '/destinations', { type, name: type, settings, goals });
  expect(made).toMatchObject({ httpStatus: 201 });
  return { bot, destinationId: made.body.id };
}

/** Somebody clicks the ad, is sent on to the bot and starts it; then they buy. */
async function clickStartAndBuy({ bot }: Tested, query: string): Promise<void> {
  const link = await bot.manage('POST', '/links', { name: 'Ad' });
  const headers = { 'user-agent': userAgent };
  const click = await fetch(`${link.body.url}?${query}`, { redirect: 'manual', headers });
  const code = new URL(click.headers.get('location') ?? '').searchParams.get('start');
  const nowSeconds = Math.floor(Date.now() / 1000);
  const person = { id: 987654321, first_name: 'Вася' };
  await bot.call('on_telegram_webhook', {
    update_id: 1,
    message: {
      message_id: 1,
      from: { ...person, is_bot: false },
      chat: { ...person, type: 'private' },
      date: nowSeconds,
      text: `/start ${code}`,
    },
  });
  const sold = await bot.call('add_event', {
    user_id: '987654321',
    event_type: 'sale',
    result: 'success',
    amount: 1990.5,
  });
  expect(sold).toMatchObject({ httpStatus: 200 });
}

async function states({ bot }: Tested): Promise<unknown> {
  const { body } = await bot.manage('GET', '/conversions');
  return body.items
    .map(({ target, state, reason }: { target: string; state: string; reason: string | null }) => [
      target,
      state,
      reason,
    ])
    .toSorted();
}

const soon = { interval: 50 };

describe('a click on an ad, a start of the bot and a sale', () => {
  it('are told to VK Ads by rb_clickid', async () => {
    const tested = await connect(
      'vk_ads',
      { pixel_id: '3590001' },
      { start: 'startBot', events: { sale: 'purchase' } },
    );
    await clickStartAndBuy(tested, 'utm_source=vk&rb_clickid=aB3%2FdE5%3D');
    await expect
      .poll(() => states(tested), soon)
      .toEqual([
        ['purchase', 'accepted', null],
        ['startBot', 'accepted', null],
      ]);
    const counted = simulators.vk?.counted().map(({ goal, value, rbClickId }) => [goal, Number(value), rbClickId]);
    expect(counted?.toSorted()).toEqual([
      ['purchase', 1990.5, 'aB3/dE5='],
      ['startBot', 0, 'aB3/dE5='],
    ]);
  });

  it('are told to Meta by fbclid, browser and the person’s id', async () => {
    const settings = { dataset_id: '1234567890', access_token: 'EAAB_TEST' };
    const tested = await connect('meta_capi', settings, { start: 'Lead', events: { sale: 'Purchase' } });
    await clickStartAndBuy(tested, 'utm_source=fb&fbclid=IwAR2F4-dbP0l7Mn1Iaw');
    await expect
      .poll(() => states(tested), soon)
      .toEqual([
        ['Lead', 'accepted', null],
        ['Purchase', 'accepted', null],
      ]);
    const user = {
      external_id: [externalIdOf('telegram', '987654321')],
      client_user_agent: userAgent,
      fbc: expect.stringMatching(/^fb\.1\.\d{13}\.IwAR2F4-dbP0l7Mn1Iaw$/),
    };
    const events = simulators.meta?.counted().map(({ fields }) => fields) ?? [];
    expect(events.toSorted((a, b) => String(a.event_name).localeCompare(String(b.event_name)))).toMatchObject([
      { event_name: 'Lead', action_source: 'chat', user_data: user },
      { event_name: 'Purchase', user_data: user, custom_data: { value: 1990.5, currency: 'RUB' } },
    ]);
  });

  it('are told to Google by gclid, and confirmed', async () => {
    const tested = await connect('google_ads', googleSettings, { start: 'start', events: { sale: 'sale' } });
    await clickStartAndBuy(tested, 'utm_source=google&gclid=Cj0KCQiA&gad_source=1&gad_campaignid=2');
    await expect
      .poll(() => states(tested), soon)
      .toEqual([
        ['sale', 'confirmed', null],
        ['start', 'confirmed', null],
      ]);
    const events =
      simulators.google?.counted().map(({ conversionActionId, event }) => [conversionActionId, event]) ?? [];
    expect(events.toSorted()).toMatchObject([
      ['7654321', { adIdentifiers: { gclid: 'Cj0KCQiA' }, eventSource: 'MESSAGE' }],
      ['7654323', { adIdentifiers: { gclid: 'Cj0KCQiA' }, conversionValue: 1990.5, currency: 'RUB' }],
    ]);
  });

  it('are not told where the click has no id that the platform takes, and the owner reads why', async () => {
    const goals = { start: 'startBot' };
    const { bot } = await server.bot().then(async (made) => {
      await made.manage('POST', '/destinations', {
        type: 'vk_ads',
        name: 'VK',
        settings: { pixel_id: '3590001' },
        goals,
        scope: 'all',
      });
      return { bot: made };
    });
    await clickStartAndBuy({ bot, destinationId: '' }, 'utm_source=ya&yclid=1');
    await expect
      .poll(() => states({ bot, destinationId: '' }), soon)
      .toEqual([['startBot', 'skipped', 'no_identifier']]);
  });
});

describe('a destination', () => {
  it.each([
    ['vk_ads', { pixel_id: 'abc' }, {}, 'settings.pixel_id'],
    ['vk_ads', { pixel_id: '1' }, { start: 'bot_start' }, 'goals.start'],
    ['meta_capi', { dataset_id: '1' }, {}, 'settings.access_token'],
    ['meta_capi', { dataset_id: '1', access_token: 'x', action_source: 'telegram' }, {}, 'settings.action_source'],
    ['google_ads', { ...googleSettings, operating_account_id: '123' }, {}, 'settings.operating_account_id'],
    ['google_ads', { ...googleSettings, conversion_actions: { start: 'x' } }, {}, 'settings.conversion_actions'],
    ['google_ads', googleSettings, { start: 'other' }, 'goals.start'],
  ])('of type %s with %j, %j is refused, naming %s', async (type, settings, goals, field) => {
    const bot = await server.bot();
    const answer = await bot.manage('POST', '/destinations', { type, name: 'x', settings, goals });
    expect(answer.httpStatus).toBeGreaterThanOrEqual(400);
    expect(JSON.stringify(answer.body)).toContain(field);
  });

  it.each([
    ['vk_ads', { pixel_id: '3590001' }],
    ['meta_capi', { dataset_id: '1234567890', access_token: 'EAAB_TEST' }],
    ['meta_capi', { dataset_id: '1234567890', access_token: 'EAAB_TEST', test_event_code: 'TEST1' }],
    ['google_ads', googleSettings],
  ])('of type %s can be tried out (%#)', async (type, settings) => {
    const { bot, destinationId } = await connect(type, settings, {});
    const taken = simulators.google?.taken().length;
    expect(await bot.manage('POST', `/destinations/${destinationId}/test`)).toMatchObject({
      httpStatus: 200,
      body: { ok: true, class: 'accepted' },
    });
    expect(simulators.google?.taken()).toHaveLength(taken ?? 0);
  });

  it('shows no secret again', async () => {
    const { bot } = await connect('google_ads', googleSettings, {});
    await bot.manage('POST', '/destinations', {
      type: 'meta_capi',
      name: 'm',
      settings: { dataset_id: '1', access_token: 'EAAB_TEST' },
      goals: {},
    });
    const shown = JSON.stringify((await bot.manage('GET', '/destinations')).body);
    expect(shown).toContain('1234567890'.slice(0, 3));
    for (const secret of ['GOCSPX-secret', '1//refresh', 'EAAB_TEST']) expect(shown).not.toContain(secret);
  });
});
