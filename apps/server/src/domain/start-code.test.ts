import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readStartValue, startCodeOf } from './start-code.ts';

const clickId = '019e3c1a-7b2c-7d3e-8f40-0123456789ab';
const code = 'PJ019e3c1a7b2c7d3e8f400123456789ab';

describe('the start code of a click', () => {
  it('fits a deep link: 34 of the 64 characters that Telegram takes', () => {
    expect(startCodeOf(clickId)).toBe(code);
    expect(code).toMatch(/^[A-Za-z0-9_-]{34}$/);
  });

  it.each([
    code,
    `TGTrack-${code}`,
    `tgtrack-${code}`,
    `TGTRACK-${code}`,
    ` ${code}\n`,
    code.toUpperCase(),
    code.toLowerCase(),
  ])('is read from %j', (value) => {
    expect(readStartValue(value)).toEqual({ kind: 'code', clickId });
  });

  it('names any click', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.constantFrom('', 'tgtrack-', 'TGTrack-'), (id, prefix) => {
        expect(readStartValue(prefix + startCodeOf(id))).toEqual({ kind: 'code', clickId: id });
      }),
    );
  });
});

describe('a start value that is no code of ours', () => {
  it.each(['', '  ', '\n'])('is empty: %j', (value) => {
    expect(readStartValue(value)).toEqual({ kind: 'empty' });
  });

  it.each(['auto_detect', 'AUTO_DETECT', ' auto_detect '])('asks to find the click: %j', (value) => {
    expect(readStartValue(value)).toEqual({ kind: 'auto_detect' });
  });

  it.each([
    'PJaf5568712cd',
    'TGTrack-PJ123456',
    code.slice(0, -1),
    `${code}0`,
    `${code.slice(0, -1)}g`,
    code.slice(2),
    clickId,
    `tgtrack-tgtrack-${code}`,
    `x${code}`,
    'привет 👋',
  ])('is foreign: %j', (value) => {
    expect(readStartValue(value)).toEqual({ kind: 'foreign' });
  });

  it('is read without an exception, whatever it is', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (value) => readStartValue(value).kind !== 'code'));
  });
});
