import { type ReactNode, useEffect } from 'react';
import { LanguageSwitch } from '../../parts/language-switch.tsx';
import { Logo } from '../../parts/logo.tsx';
import styles from './doorway.module.css';

interface DoorwayProps {
  readonly title: string;
  readonly lead: string;
  readonly foot?: string;
  readonly wide?: boolean;
  readonly children: ReactNode;
}

/** The frame of the pages before one is inside. */
export function Doorway({ title, lead, foot, wide = false, children }: DoorwayProps): ReactNode {
  useEffect(() => {
    document.title = `${title} · Otkuda`;
  }, [title]);
  return (
    <div className={styles.doorway}>
      <header className={styles.head}>
        <Logo />
        <LanguageSwitch />
      </header>
      <main className={styles.card} data-wide={wide || undefined}>
        <h1>{title}</h1>
        <p className={styles.lead}>{lead}</p>
        {children}
        {foot !== undefined && <p className={styles.foot}>{foot}</p>}
      </main>
    </div>
  );
}
