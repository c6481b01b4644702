import { describe, expect, it } from 'vitest';
import { languages, type Text, type Texts } from './text.ts';

/** All catalogues, by the file they stand in. */
const modules = import.meta.glob<Record<string, unknown>>('../texts/*.ts', { eager: true });
const catalogues = Object.entries(modules).map(
  ([file, exported]) => [file, Object.values(exported).filter(isTexts)] as const,
);

describe.each(catalogues)('%s', (_file, exported) => {
  const texts = exported.flatMap((catalogue) => Object.entries(catalogue));

  it('says everything in both languages, with the same values', () => {
    expect(texts.length).toBeGreaterThan(0);
    for (const [name, text] of texts) {
      const forms = languages.flatMap((language) => formsOf(text, language));
      expect([name, forms.filter((form) => form.trim() === '')]).toEqual([name, []]);
      expect([name, new Set(forms.map(placesOf)).size]).toEqual([name, 1]);
    }
  });

  it('is plain: no exclamation marks, and no Russian in English', () => {
    for (const [name, text] of texts) {
      const forms = languages.flatMap((language) => formsOf(text, language));
      expect([name, forms.filter((form) => form.includes('!'))]).toEqual([name, []]);
      expect([name, formsOf(text, 'en').filter((form) => /[а-яё]/i.test(form))]).toEqual([name, []]);
    }
  });
});

it('there are catalogues to compare', () => {
  expect(catalogues.length).toBeGreaterThan(5);
});

function isTexts(value: unknown): value is Texts {
  return typeof value === 'object' && value !== null && Object.values(value).every((text) => isText(text));
}

function isText(value: unknown): value is Text {
  return typeof value === 'object' && value !== null && 'ru' in value && 'en' in value;
}

function formsOf(text: Text, language: 'ru' | 'en'): string[] {
  const said = text[language];
  return typeof said === 'string' ? [said] : Object.values<string>({ ...said });
}

/** The values a form has a place for, as one text. */
function placesOf(form: string): string {
  return [...form.matchAll(/\{(\w+)\}/g)]
    .map(([, name = '']) => name)
    .toSorted()
    .join();
}
