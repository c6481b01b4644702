import type { ReactNode } from 'react';
import type { Project } from '../api/schema.gen.ts';
import styles from './platform-mark.module.css';

/** Tells the messengers apart at a glance, by a letter and not only by its colour. */
export function PlatformMark({ platform }: { readonly platform: Project['platform'] }): ReactNode {
  return (
    <span
      className={styles.mark}
      data-platform={platform}
      role="img"
      aria-label={platform === 'max' ? 'MAX' : 'Telegram'}
    >
      {platform === 'max' ? 'M' : 'T'}
    </span>
  );
}
