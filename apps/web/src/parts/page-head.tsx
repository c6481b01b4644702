import { type ReactNode, useEffect } from 'react';
import styles from './page-head.module.css';

interface PageHeadProps {
  readonly title: string;
  readonly lead?: ReactNode;
  /** Controls at the right. */
  readonly children?: ReactNode;
}

/** The name of the page, also of the browser's tab. */
export function PageHead({ title, lead, children }: PageHeadProps): ReactNode {
  useEffect(() => {
    document.title = `${title} · Otkuda`;
  }, [title]);
  return (
    <header className={styles.head}>
      <div className={styles.words}>
        <h1>{title}</h1>
        {lead !== undefined && <p className={styles.lead}>{lead}</p>}
      </div>
      <div className={styles.controls}>{children}</div>
    </header>
  );
}
