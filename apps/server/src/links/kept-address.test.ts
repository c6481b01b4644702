import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { metaCapi } from '../destinations/meta-capi.ts';
import { destinationsByType } from '../destinations/registry.ts';
import type { DestinationConfig, LinkConfig, ProjectConfig } from '../directory/config-types.ts';
import { type ClickContext, clickOf } from './read-click.ts';
import { isBehindUnknownProxy, visitorAddress } from './visitor-address.ts';

const nowMs = Date.parse('2026-11-22T10:00:00Z');
const dayMs = 86_400_000;
const browser = 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Safari/604.1';
const page = 'https://shop.example/sale?fbclid=IwAR2F4';

function destination(changes: Partial<DestinationConfig> = {}): DestinationConfig {
  return {
    destinationId: '1',
    definition: metaCapi,
    goals: {},
    scope: 'own',
    windowDays: 21,
    oncePerSubscriber: new Set(),
    addressNeed: metaCapi.addressNeed?.({ dataset_id: '1', access_token: 't', action_source: 'website' }) ?? null,
    paused: false,
    ...changes,
  };
}

interface Told {
  readonly destinations?: readonly DestinationConfig[];
  /** Of the connection. */
  readonly from?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly trusted?: boolean | string;
  readonly address?: string;
  readonly adSystem?: 'meta' | 'yandex' | null;
  readonly machine?: 'repeat';
}

/** The click of a visit; addresses are sealed by writing them behind a mark. */
function click({
  destinations = [destination()],
  from = '203.0.113.7',
  headers = {},
  trusted = false,
  address = page,
  adSystem = 'meta',
  machine,
}: Told) {
  const socket = new Socket();
  Object.defineProperty(socket, 'remoteAddress', { value: from });
  const request = Object.assign(new IncomingMessage(socket), { headers: { 'user-agent': browser, ...headers } });
  const project: ProjectConfig = {
    ...{ projectId: '1', originalId: '1', mode: 'production', platform: 'telegram', kind: 'bot', title: 'p' },
    ...{ username: 'my_bot', chatId: null, chatLink: null, currency: 'RUB', suspended: false },
    ...{ deleted: false, deletedMs: null, autoDetectMinutes: 15, disabledMethods: new Set(), destinations },
  };
  const link: LinkConfig = {
    ...{ linkId: '1', project, code: 'x', name: 'x', adSystem, marks: {}, target: null, page: null },
  };
  const context: ClickContext = {
    now: () => nowMs,
    addressOf: visitorAddress(trusted),
    isBehindUnknownProxy: isBehindUnknownProxy(trusted),
    recentVisits: { judge: () => machine ?? null },
    countryOf: () => null,
    sealAddress: (whole) => Buffer.from(`sealed ${whole}`),
  };
  const visit = { request, via: 'landing', verb: 'GET', address, said: address, marks: {}, ids: {} } as const;
  return clickOf({ ...visit, referrer: undefined, stored: {} }, link, context);
}

const kept = (told: Told): string | undefined => click(told).keptAddress?.sealed.toString();

describe('the whole address of a visitor', () => {
  it('is kept sealed, for as long as the destination needs it; the click has it shortened only', () => {
    const { keptAddress, ...rest } = click({});
    expect(keptAddress).toEqual({ sealed: Buffer.from('sealed 203.0.113.7'), dropMs: nowMs + 7 * dayMs });
    expect(rest.ip).toBe('203.0.113.0');
    const { project: _, ...stored } = rest;
    expect(JSON.stringify(stored)).not.toContain('203.0.113.7');
  });

  it.each([
    ['IPv6', '2001:DB8:0:0::FEED:FF', '2001:db8::feed:ff'],
    ['IPv4 mapped into IPv6', '::FFFF:203.0.113.7', '203.0.113.7'],
    ['IPv4 mapped in hex', '::ffff:cb00:7107', '203.0.113.7'],
  ])('of %s is kept in the form that everybody writes', (_, from, whole) => {
    expect(kept({ from })).toBe(`sealed ${whole}`);
  });

  it('is kept of somebody who came again', () => {
    expect(kept({ machine: 'repeat' })).toBe('sealed 203.0.113.7');
  });

  it('is that past a trusted proxy, and none past one that nobody told us of', () => {
    const headers = { 'x-forwarded-for': '198.51.100.9' };
    expect(kept({ headers, trusted: '203.0.113.7' })).toBe('sealed 198.51.100.9');
    for (const name of ['x-forwarded-for', 'forwarded', 'x-real-ip']) {
      expect(click({ headers: { [name]: '198.51.100.9' } })).not.toHaveProperty('keptAddress');
    }
  });

  it('is kept for the longest time that one of them needs', () => {
    const needing = (keptDays: number) => destination({ addressNeed: { keptDays, covers: () => true } });
    const { keptAddress } = click({ destinations: [needing(2), needing(30), needing(9)] });
    expect(keptAddress?.dropMs).toBe(nowMs + 30 * dayMs);
  });

  const chat = metaCapi.addressNeed?.({ dataset_id: '1', access_token: 't', action_source: 'chat' }) ?? null;
  const unset = metaCapi.addressNeed?.({ dataset_id: '1', access_token: 't' }) ?? null;
  it.each<[string, Told]>([
    ['there is no destination', { destinations: [] }],
    ['it tells of events in a chat', { destinations: [destination({ addressNeed: chat })] }],
    ['it says nothing of the place', { destinations: [destination({ addressNeed: unset })] }],
    ['it is paused', { destinations: [destination({ paused: true })] }],
    ['the click is another ad system’s', { adSystem: 'yandex' }],
    ['the click is nobody’s', { adSystem: null }],
    ['a tracking link was opened, of which no whole address is known', { address: '/l/x?fbclid=1' }],
    ['there is no browser', { headers: { 'user-agent': '' } }],
    ['a machine looks', { headers: { 'user-agent': 'facebookexternalhit/1.1' } }],
    ['the address is a neighbour’s', { from: '192.168.1.7' }],
    ['the address is the machine’s own', { from: '::1' }],
    ['there is no address', { from: '' }],
  ])('is not kept where %s', (_, told) => {
    expect(click(told)).not.toHaveProperty('keptAddress');
  });

  it('is kept for a destination that takes everybody’s clicks', () => {
    const destinations = [destination({ scope: 'all' })];
    expect(kept({ destinations, adSystem: 'yandex' })).toBe('sealed 203.0.113.7');
  });

  it('is asked for by Meta alone', () => {
    const asking = [...destinationsByType.values()].filter(({ addressNeed }) => addressNeed !== undefined);
    expect(asking.map(({ type }) => type)).toEqual(['meta_capi']);
  });
});
