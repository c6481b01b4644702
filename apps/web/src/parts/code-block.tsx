import type { ReactNode } from 'react';
import styles from './code-block.module.css';

/** Something a machine reads, to look at and to copy. */
export function CodeBlock({ text, label }: { readonly text: string; readonly label: string }): ReactNode {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard
    <section className={styles.code} tabIndex={0} aria-label={label}>
      <pre>{text}</pre>
    </section>
  );
}
