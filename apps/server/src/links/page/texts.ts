const texts = {
  ru: {
    title: 'Переходим…',
    opening: { telegram: 'Открываем Telegram…', max: 'Открываем MAX…', other: 'Переходим…' },
    hint: 'Если ничего не произошло, нажмите кнопку.',
    button: { telegram: 'Открыть Telegram', max: 'Открыть MAX', other: 'Продолжить' },
  },
  en: {
    title: 'Opening…',
    opening: { telegram: 'Opening Telegram…', max: 'Opening MAX…', other: 'Opening…' },
    hint: 'If nothing happens, press the button.',
    button: { telegram: 'Open Telegram', max: 'Open MAX', other: 'Continue' },
  },
} as const;

export type PageLanguage = keyof typeof texts;
export type PageTexts = (typeof texts)[PageLanguage];

export function textsIn(language: PageLanguage): PageTexts {
  return texts[language];
}

/** Russian for whoever prefers it, or a language that it is usually the second of; English for everybody else. */
export function languageOf(acceptLanguage: string | undefined): PageLanguage {
  const wished = (acceptLanguage ?? '')
    .split(',')
    .map((entry) => {
      const [tag = '', ...parameters] = entry.trim().toLowerCase().split(';');
      const weight = parameters.map((parameter) => /^\s*q=([\d.]+)/.exec(parameter)?.[1]).find((q) => q !== undefined);
      return { language: tag.split('-')[0] ?? '', weight: weight === undefined ? 1 : Number(weight) };
    })
    .filter(
      ({ language, weight }) =>
        weight > 0 && (language === 'ru' || language === 'en' || nextToRussian.includes(language)),
    )
    .toSorted((a, b) => b.weight - a.weight)[0];
  return wished === undefined || wished.language === 'en' ? 'en' : 'ru';
}

const nextToRussian = ['be', 'kk', 'ky', 'tt', 'ba', 'uk'];
