/** What the dashboard says, in both languages side by side: a text that lacks one does not compile. */
export const languages = ['ru', 'en'] as const;
export type Language = (typeof languages)[number];

interface RussianForms {
  readonly one: string;
  readonly few: string;
  readonly many: string;
}
interface EnglishForms {
  readonly one: string;
  readonly other: string;
}

/** A text; `{name}` stands for a value. Where it counts something, `{count}` chooses the form. */
export type Text =
  | { readonly ru: string; readonly en: string }
  | { readonly ru: RussianForms; readonly en: EnglishForms };

/** The texts of one part of the dashboard. */
export type Texts = Readonly<Record<string, Text>>;

export type TextValues = Readonly<Record<string, string | number>>;

const rules = { ru: new Intl.PluralRules('ru'), en: new Intl.PluralRules('en') };

/** The text in a language with its values in place; numbers are written by `write`. */
export function sayIn(
  language: Language,
  text: Text,
  values: TextValues = {},
  write: (value: number) => string = String,
): string {
  return formOf(language, text, values.count).replace(/\{(\w+)\}/g, (place, name: string) => {
    const value = values[name];
    if (value === undefined) return place;
    return typeof value === 'number' ? write(value) : value;
  });
}

function formOf(language: Language, text: Text, count: string | number | undefined): string {
  const said: string | RussianForms | EnglishForms = text[language];
  if (typeof said === 'string') return said;
  const form = rules[language].select(Number(count ?? 0));
  // Fractions of Russian are `other` ("1,5 клика"), which is written like `few`.
  const forms: Partial<Record<Intl.LDMLPluralRule, string>> = 'few' in said ? { ...said, other: said.few } : said;
  return forms[form] ?? forms.other ?? '';
}
