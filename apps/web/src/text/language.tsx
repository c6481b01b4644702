import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react';
import { formatNumber } from '../format/numbers.ts';
import { type Language, languages, sayIn, type Text, type TextValues } from './text.ts';

interface LanguageValue {
  readonly language: Language;
  readonly choose: (language: Language) => void;
}

const LanguageContext = createContext<LanguageValue | null>(null);
const stored = 'otkuda.language';

/** The language of whoever looks: of the account, else as chosen here before, else of the browser. */
export function LanguageProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [language, setLanguage] = useState<Language>(languageFirst);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const value = useMemo(() => ({ language, choose: remember(setLanguage) }), [language]);
  return <LanguageContext value={value}>{children}</LanguageContext>;
}

export function useLanguage(): LanguageValue {
  const value = use(LanguageContext);
  if (value === null) throw new Error('there is no language here');
  return value;
}

export type Say = (text: Text, values?: TextValues) => string;

/** Says a text in the language of whoever looks, with numbers as they write them. */
export function useSay(): Say {
  const { language } = useLanguage();
  return useMemo(
    () => (text, values) => sayIn(language, text, values, (value) => formatNumber(language, value, 1)),
    [language],
  );
}

function languageFirst(): Language {
  const before = localStorage.getItem(stored);
  const known = languages.find((language) => language === before);
  return known ?? (navigator.languages.some((one) => /^(ru|be|kk|uk)\b/i.test(one)) ? 'ru' : 'en');
}

function remember(set: (language: Language) => void): (language: Language) => void {
  return (language) => {
    localStorage.setItem(stored, language);
    set(language);
  };
}
