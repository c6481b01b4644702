import { describe, expect, it } from 'vitest';
import { adQuery } from '../domain/ad-query.ts';
import { isIdName, isMarkName, readMarks } from '../domain/click-marks.ts';
import { addressFor, adTemplates } from './ad-templates.ts';

describe.each(adTemplates.map((template) => [template.adSystem, template] as const))(
  'the template of %s',
  (_name, template) => {
    it('has marks and ids that a click reads', () => {
      for (const name of Object.keys(template.marks)) expect(isMarkName(name)).toBe(true);
      for (const name of template.adds) expect(isIdName(name)).toBe(true);
    });

    it('opened before the system has filled it in says what is plain, and nothing else', () => {
      const { marks } = readMarks(adQuery(addressFor(template, 'https://go.test/a', {})));
      expect(marks).toEqual(
        Object.fromEntries(Object.entries(template.marks).filter(([, value]) => !/[{]|__/.test(value))),
      );
    });

    it("leaves the link's own marks alone, where it has no macro for them", () => {
      const address = addressFor(template, 'https://go.test/a', { utm_source: 'mine', utm_campaign: 'summer' });
      expect(address).not.toContain('utm_source');
      expect(address).toContain(`utm_medium=${template.marks.utm_medium}`);
    });
  },
);
