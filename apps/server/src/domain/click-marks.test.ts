import { adSystems } from '@otkuda/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adSystemOf, markCharsMax, readMarks } from './click-marks.ts';

const read = (query: string) => readMarks(new URLSearchParams(query));

describe('the marks of a query', () => {
  it('are UTM marks and ids of ad systems, nothing else', () => {
    expect(read('utm_source=yandex&utm_campaign=%D0%BB%D0%B5%D1%82%D0%BE&yclid=123&gad_source=1&page=2')).toEqual({
      marks: { utm_source: 'yandex', utm_campaign: 'лето' },
      ids: { yclid: '123', gad_source: '1' },
    });
  });

  it('keep ids as they were written: long and with letters of both cases', () => {
    const id = '18446744073709551615';
    expect(read(`yclid=${id}&fbclid=IwAR0aBcD_-e`).ids).toEqual({ yclid: id, fbclid: 'IwAR0aBcD_-e' });
  });

  it.each([
    ['the first of two', 'utm_source=a&utm_source=b', { utm_source: 'a' }],
    ['the first that says something', 'utm_source=&utm_source=b', { utm_source: 'b' }],
    ['none with control characters', 'utm_source=a%00b&utm_term=a%0Ab', {}],
    ['none in other letters', 'UTM_SOURCE=a', {}],
    ['a plus for a space', 'utm_source=a+b', { utm_source: 'a b' }],
    ['a bad escape as it is', 'utm_source=%zz', { utm_source: '%zz' }],
    [
      'none that nobody filled in',
      'utm_campaign={campaign_id}&utm_term=%7B%7Bkeyword%7D%7D&utm_source=vk',
      { utm_source: 'vk' },
    ],
    ['no more than fits', `utm_source=${'x'.repeat(600)}`, { utm_source: 'x'.repeat(markCharsMax) }],
  ])('are %s', (_, query, marks) => {
    expect(read(query).marks).toEqual(marks);
  });

  it('leave out ids that nobody filled in, so that they name no ad system', () => {
    const { ids } = read('yclid={yclid}&rb_clickid=%7B%7Bclickid%7D%7D&click_id=[CLICK_ID]&_ga_AB12=GS1.1');
    expect(ids).toEqual({ _ga_AB12: 'GS1.1' });
  });

  it('take no names of any length, and none that JavaScript has a meaning for', () => {
    expect(read(`gad_${'x'.repeat(61)}=1&__proto__=1&constructor=1`)).toEqual({ marks: {}, ids: {} });
  });

  it('are printable text, whatever the query is', () => {
    fc.assert(
      fc.property(fc.constantFrom('utm_source', 'yclid', 'gad_x'), fc.string({ unit: 'binary' }), (name, value) => {
        const { marks, ids } = readMarks(new URLSearchParams([[name, value]]));
        for (const kept of Object.values({ ...marks, ...ids })) {
          expect(kept.isWellFormed()).toBe(true);
          expect(kept.length).toBeGreaterThan(0);
          expect(kept.length).toBeLessThanOrEqual(markCharsMax);
        }
      }),
    );
  });
});

describe('the ad system of a click', () => {
  it.each([
    ['yclid', 'yandex'],
    ['rb_clickid', 'vk'],
    ['fbclid', 'meta'],
    ['gclid', 'google'],
    ['gbraid', 'google'],
    ['wbraid', 'google'],
    ['ttclid', 'tiktok'],
    ['tgclid', 'telegram'],
    ['_ym_uid', null],
    ['click_id', null],
    ['toString', null],
  ])('with %s is %s', (name, system) => {
    expect(adSystemOf({ [name]: '1' })).toBe(system);
    if (system !== null) expect(adSystems).toContain(system);
  });

  it('with several ids is the first by rank, not by place in the address', () => {
    expect(adSystemOf({ gclid: '1', yclid: '2' })).toBe('yandex');
  });

  it('without ids is not known', () => {
    expect(adSystemOf({})).toBeNull();
  });
});
