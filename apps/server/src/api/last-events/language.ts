/** Languages of the page, and a text in both. */
export const languages = ['ru', 'en'] as const;
export type Language = (typeof languages)[number];
export type Text = Readonly<Record<Language, string>>;

export function inLanguage(value: unknown): Language {
  return value === 'en' ? 'en' : 'ru';
}
