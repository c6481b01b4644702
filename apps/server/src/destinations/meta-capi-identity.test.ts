import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { externalIdOf, identifyForMeta, isOldFbc } from './meta-capi-identity.ts';
import type { Person } from './outgoing.ts';

const clickedMs = 1_763_790_000_123;
const fbclid = 'IwAR2F4-dbP0l7Mn1IawQQGCINEz7PYXQvwjNwB_qa2ofrHyiLjcbCRxTDMgk';

function person(ids: Person['ids'], changes: Partial<Person> = {}): Person {
  return { platform: 'telegram', userId: '7', ids, marks: {}, clickId: null, clickedMs, ...changes };
}

describe('the click (fbc)', () => {
  it.each<readonly [string, Person['ids'], string | undefined]>([
    ['is made of the moment in milliseconds and the unchanged fbclid', { fbclid }, `fb.1.${clickedMs}.${fbclid}`],
    [
      'is the cookie where it ends in the same fbclid',
      { fbclid, _fbc: `fb.2.1763789999000.${fbclid}` },
      `fb.2.1763789999000.${fbclid}`,
    ],
    [
      'is made anew where the cookie is of another click',
      { fbclid, _fbc: 'fb.1.1763789999000.IwOther' },
      `fb.1.${clickedMs}.${fbclid}`,
    ],
    [
      'is made anew where the cookie differs in case',
      { fbclid: 'IwA', _fbc: 'fb.1.1763789999000.Iwa' },
      `fb.1.${clickedMs}.IwA`,
    ],
    [
      'is the cookie with its appendix',
      { fbclid: 'IwA', _fbc: 'fb.1.1763789999000.IwA.AQYAAQIA' },
      'fb.1.1763789999000.IwA.AQYAAQIA',
    ],
    ['is the cookie where the address has no fbclid', { _fbc: 'fb.1.1763789999000.IwA' }, 'fb.1.1763789999000.IwA'],
    ['is left out for a cookie that is none', { _fbc: 'fb.1.1763789999.IwA' }, undefined],
    ['is left out for an fbclid that is none', { fbclid: 'a b' }, undefined],
  ])('%s', (_, ids, fbc) => {
    expect(identifyForMeta(person(ids))?.ids.fbc).toBe(fbc);
  });

  it('is left out where nobody knows when it was', () => {
    expect(identifyForMeta(person({ fbclid }, { clickedMs: null }))?.ids).toEqual({});
  });

  it('is too old after 90 days', () => {
    const dayMs = 86_400_000;
    expect(isOldFbc(`fb.1.${clickedMs}.x`, clickedMs + 90 * dayMs)).toBe(false);
    expect(isOldFbc(`fb.1.${clickedMs}.x`, clickedMs + 90 * dayMs + 1)).toBe(true);
  });
});

describe('the browser (fbp)', () => {
  it('comes from its cookie or not at all', () => {
    expect(identifyForMeta(person({ _fbp: 'fb.1.1763790000123.1098115397' }))?.ids).toEqual({
      fbp: 'fb.1.1763790000123.1098115397',
    });
    expect(identifyForMeta(person({ _fbp: 'fb.1.1763790000123.x' }))?.ids).toEqual({});
  });
});

describe('the person', () => {
  it('is known by the messenger’s id alone', () => {
    expect(identifyForMeta(person({}))).toEqual({ kind: 'user_data', ids: {} });
  });

  it('is nobody without an id, a click and a browser: skipped here, since the platform refuses it', () => {
    expect(identifyForMeta(person({}, { userId: null }))).toBeNull();
    expect(identifyForMeta(person({ fbclid }, { userId: null }))).not.toBeNull();
  });

  it('has one external id per messenger, for ever', () => {
    const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
    expect(externalIdOf('telegram', '123456789')).toBe(sha256('tg:123456789'));
    expect(externalIdOf('max', '123456789')).toBe(sha256('max:123456789'));
    // Fixed: what was told under it must be found under it.
    expect(externalIdOf('telegram', '123456789')).toBe(
      'a0d41c2c6a3c0e7beee3bc54cad700ccd88f5d57b64e0820135ab8d6a3c35999',
    );
  });
});
