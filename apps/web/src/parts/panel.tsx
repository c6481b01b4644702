import type { ReactNode } from 'react';
import styles from './panel.module.css';

interface PanelProps {
  readonly title?: string | undefined;
  /** In place of the title, which then only names the panel. */
  readonly head?: ReactNode;
  readonly lead?: ReactNode;
  readonly aside?: ReactNode;
  /** No space around the content: for tables. */
  readonly flush?: boolean;
  readonly children: ReactNode;
}

export function Panel({ title, head, lead, aside, flush = false, children }: PanelProps): ReactNode {
  return (
    <section className={styles.panel} aria-label={title}>
      {title !== undefined && (
        <div className={styles.head}>
          <div>
            {head === undefined ? <h2>{title}</h2> : <h2>{head}</h2>}
            {lead !== undefined && <p className={styles.lead}>{lead}</p>}
          </div>
          {aside}
        </div>
      )}
      <div className={flush ? styles.flush : styles.body}>{children}</div>
    </section>
  );
}
