import { Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import styles from './hint.module.css';

/** How a figure is counted, for whoever hovers or focuses. */
export function Hint({ text, children }: { readonly text: string; readonly children: ReactNode }): ReactNode {
  return (
    <Tooltip label={text} events={{ hover: true, focus: true, touch: true }}>
      <span className={styles.hint}>{children}</span>
    </Tooltip>
  );
}
