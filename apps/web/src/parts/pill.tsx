import type { ReactNode } from 'react';
import styles from './pill.module.css';

export type Tone = 'good' | 'bad' | 'warn' | 'quiet' | 'accent';

export function Pill({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }): ReactNode {
  return (
    <span className={styles.pill} data-tone={tone}>
      {children}
    </span>
  );
}
