import { apiErrors } from '@otkuda/contract';
import type { Language } from './language.ts';
import { adviceByCode, refusalTexts } from './refusal-texts.ts';

/** A refusal for people: what was wrong, and what to do about it. */
export interface Explained {
  readonly what: string;
  readonly advice: string | null;
}

/** Explains by the code and the details of a refusal as they stand in the log. */
export function explainRefusal(code: number, details: string | null, language: Language): Explained {
  const byCode = adviceByCode[code]?.[language] ?? null;
  for (const { codes, pattern, what, advice } of refusalTexts) {
    const found = details !== null && codes.includes(code) ? pattern.exec(details) : null;
    if (found === null) continue;
    const told = what?.[language]?.(found) ?? details;
    return { what: told ?? '', advice: advice?.[language] ?? byCode };
  }
  const meaning = Object.values(apiErrors).find((error) => error.code === code)?.meaning[language] ?? String(code);
  return { what: language === 'en' && details !== null ? `${meaning} ${details}` : meaning, advice: byCode };
}
