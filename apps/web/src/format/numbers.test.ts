import { describe, expect, it } from 'vitest';
import { formatChange, formatCompact, formatMoney, formatNumber, formatShare } from './numbers.ts';

const plain = (text: string): string => text.replace(/[\u202f\u00a0]/g, '_');

describe('numbers', () => {
  it('have thin spaces in Russian, commas in English', () => {
    expect(plain(formatNumber('ru', 1_234_567))).toBe('1_234_567');
    expect(formatNumber('ru', 12_480)).toBe('12\u202f480');
    expect(formatNumber('en', 12_480)).toBe('12,480');
  });

  it('are short where there is little room', () => {
    expect(plain(formatCompact('ru', 12_480))).toBe('12,5_тыс.');
    expect(formatCompact('en', 12_480)).toBe('12.5k');
  });

  it('have a real minus', () => {
    expect(formatNumber('en', -5)).toBe('−5');
    expect(plain(formatMoney('ru', -38.5, 'RUB'))).toBe('−38,50_₽');
  });
});

describe('sums', () => {
  it.each([
    [412_300, 'RUB', '412_300_₽', '₽412,300'],
    [38, 'RUB', '38_₽', '₽38'],
    [38.5, 'USD', '38,50_$', '$38.50'],
    [1234.56, 'EUR', '1_235_€', '€1,235'],
    [0, 'KZT', '0_₸', '₸0'],
  ])('%d %s', (value, currency, ru, en) => {
    expect(plain(formatMoney('ru', value, currency))).toBe(ru);
    expect(plain(formatMoney('en', value, currency)).replace('_', '')).toBe(en);
  });
});

describe('shares and changes', () => {
  it('keep a digit where they are small', () => {
    expect(plain(formatShare('ru', 0.337))).toBe('34_%');
    expect(plain(formatShare('ru', 0.0042))).toBe('0,4_%');
    expect(formatShare('en', 0)).toBe('0%');
  });

  it('say which way it went', () => {
    expect(plain(formatChange('ru', 0.08))).toBe('+8_%');
    expect(plain(formatChange('ru', -0.12))).toBe('−12_%');
    expect(formatChange('en', 0)).toBe('0%');
    expect(formatChange('en', 11)).toBe('×12');
  });
});
