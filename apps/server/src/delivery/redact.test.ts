import { expect, it } from 'vitest';
import { mask, redact } from './redact.ts';

it('of two secrets one of which contains the other nothing is left', () => {
  const said = 'from 203.0.113.71 and 203.0.113.7';
  expect(mask(said, ['203.0.113.7', '203.0.113.71'])).toBe('from *** and ***');
  expect(mask(said, ['203.0.113.71', '203.0.113.7'])).toBe('from *** and ***');
});

it('a secret is masked as an address or JSON writes it, and before the text is cut', () => {
  expect(redact('ip=2001%3Adb8%3A%3A7 {"a":"2001:db8::7"}', ['2001:db8::7'])).toBe('ip=*** {"a":"***"}');
  const text = `${'x'.repeat(4_090)}203.0.113.7`;
  expect(redact(text, ['203.0.113.7'])).toBe(`${'x'.repeat(4_090)}***`);
});
