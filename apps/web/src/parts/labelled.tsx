import type { ReactNode } from 'react';
import styles from './labelled.module.css';

/** A label for what has none of its own. The control itself carries the name for a screen reader. */
export function Labelled({ label, children }: { readonly label: string; readonly children: ReactNode }): ReactNode {
  return (
    <div>
      <div className={styles.label} aria-hidden="true">
        {label}
      </div>
      {children}
    </div>
  );
}
