import type { ReactNode } from 'react';
import { useLanguage } from '../text/language.tsx';
import { languages } from '../text/text.ts';
import styles from './language-switch.module.css';

const names = { ru: 'Русский', en: 'English' } as const;

export function LanguageSwitch(): ReactNode {
  const { language, choose } = useLanguage();
  return (
    <div className={styles.switch}>
      {languages.map((one) => (
        <button key={one} type="button" lang={one} aria-pressed={one === language} onClick={() => choose(one)}>
          {names[one]}
        </button>
      ))}
    </div>
  );
}
