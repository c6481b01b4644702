import { describe, expect, it } from 'vitest';
import { clickIdOf, identifyForGoogle, sessionAttributes } from './google-ads-identifiers.ts';
import type { Person, Visit } from './outgoing.ts';

function person(ids: Person['ids']): Person {
  return { platform: 'telegram', userId: '7', ids, marks: {}, clickId: null, clickedMs: null };
}

describe('the click', () => {
  it.each<readonly [Person['ids'], object | null]>([
    [
      { gclid: 'A', gbraid: 'B', wbraid: 'C' },
      { kind: 'gclid', ids: { gclid: 'A' } },
    ],
    [
      { gbraid: 'B', wbraid: 'C' },
      { kind: 'gbraid', ids: { gbraid: 'B' } },
    ],
    [{ wbraid: 'C' }, { kind: 'wbraid', ids: { wbraid: 'C' } }],
    [{ _gcl_aw: 'GCL.1763790000.Cj0K_-A' }, { kind: 'gclid', ids: { gclid: 'Cj0K_-A' } }],
    [
      { gclid: 'A', _gcl_aw: 'GCL.1763790000.B' },
      { kind: 'gclid', ids: { gclid: 'A' } },
    ],
    [{ _gcl_aw: '1.1763790000.B' }, null],
    [{ gclid: 'a b' }, null],
    [{ gclid: '' }, null],
    [{ gad_source: '1' }, null],
    [{ yclid: '1' }, null],
    [
      { gclid: 'A', gad_source: '1', gad_campaignid: '2', yclid: '3' },
      { kind: 'gclid', ids: { gclid: 'A', gad_source: '1', gad_campaignid: '2' } },
    ],
  ])('of %j is %j', (ids, expected) => {
    expect(identifyForGoogle(person(ids))).toEqual(expected);
  });

  it('goes alone, whatever stands beside it', () => {
    expect(clickIdOf({ kind: 'gbraid', ids: { gad_source: '1', gbraid: 'B' } })).toEqual({ gbraid: 'B' });
  });
});

describe('the session', () => {
  const identity = { kind: 'gclid', ids: { gclid: 'A', gad_source: '1', gad_campaignid: '2' } };
  const clickedMs = 1_763_790_000_123;
  const visit: Visit = {
    address: 'https://shop.example/?gclid=A&gad_source=1&gad_campaignid=2',
    referrer: 'https://www.google.com/',
    userAgent: 'Mozilla/5.0',
    ip: null,
  };
  const decode = (text: string | null): unknown => JSON.parse(Buffer.from(text ?? '', 'base64url').toString('utf8'));

  it('is what Google’s tag would tell of the landing page', () => {
    const text = sessionAttributes(identity, clickedMs, visit);
    expect(text).toMatch(/^[A-Za-z0-9_-]+$/);
    expect(decode(text)).toEqual({
      gad_source: '1',
      gad_campaignid: '2',
      session_start_time_usec: '1763790000123000',
      landing_page_url: visit.address,
      landing_page_referrer: 'https://www.google.com/',
      landing_page_user_agent: 'Mozilla/5.0',
    });
  });

  it('drops the referrer, then the browser, where it grows longer than Google takes', () => {
    const long = 'x'.repeat(2900);
    const names = (changes: Partial<Visit>): string[] =>
      Object.keys(decode(sessionAttributes(identity, clickedMs, { ...visit, ...changes })) ?? {}).slice(4);
    expect(names({ referrer: long })).toEqual(['landing_page_user_agent']);
    expect(names({ referrer: long, userAgent: long })).toEqual([]);
    expect(sessionAttributes(identity, clickedMs, { ...visit, address: `https://shop.example/${long}` })).toBeNull();
  });

  it.each([
    ['no campaign', { kind: 'gclid', ids: { gclid: 'A', gad_source: '1' } }, clickedMs, visit],
    ['no moment', identity, null, visit],
    ['no visit', identity, clickedMs, null],
    ['the path of a tracking link', identity, clickedMs, { ...visit, address: '/l/x?gclid=A' }],
  ] as const)('is nothing with %s', (_, who, when, seen) => {
    expect(sessionAttributes(who, when, seen)).toBeNull();
  });
});
