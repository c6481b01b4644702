import { describe, expect, it } from 'vitest';
import { languages, sayIn, type Text } from './text.ts';

const clicks: Text = {
  ru: { one: '{count} клик', few: '{count} клика', many: '{count} кликов' },
  en: { one: '{count} click', other: '{count} clicks' },
};

describe('a text', () => {
  it.each([
    [1, '1 клик', '1 click'],
    [2, '2 клика', '2 clicks'],
    [5, '5 кликов', '5 clicks'],
    [11, '11 кликов', '11 clicks'],
    [21, '21 клик', '21 clicks'],
    [1.5, '1.5 клика', '1.5 clicks'],
    [0, '0 кликов', '0 clicks'],
  ])('that counts %d has the form of its number', (count, ru, en) => {
    expect(languages.map((language) => sayIn(language, clicks, { count }))).toEqual([ru, en]);
  });

  it('has its values in place, written the way of the language', () => {
    const text: Text = { ru: 'от {who}: {sum}', en: 'from {who}: {sum}' };
    expect(sayIn('ru', text, { who: 'Анна', sum: 12480 }, (value) => `<${value}>`)).toBe('от Анна: <12480>');
  });
});
