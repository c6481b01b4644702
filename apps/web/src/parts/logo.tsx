import type { ReactNode } from 'react';
import styles from './logo.module.css';

export function Logo(): ReactNode {
  return (
    <span className={styles.logo}>
      <svg width="24" height="24" viewBox="0 0 32 32" aria-hidden="true">
        <rect width="32" height="32" rx="9" className={styles.ground} />
        <path
          d="M8 9c6 0 6 7 12 7h4M8 23c6 0 6-7 12-7"
          fill="none"
          stroke="#fff"
          strokeWidth="2.6"
          strokeLinecap="round"
        />
        <circle cx="24" cy="16" r="2.6" fill="#fff" />
      </svg>
      Otkuda
    </span>
  );
}
