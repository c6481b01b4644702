import type { ReactNode } from 'react';
import { useSay } from '../text/language.tsx';
import { shared } from '../texts/shared.ts';
import styles from './states.module.css';

/** Where rows will be. */
export function Skeleton({ rows = 6, height = 20 }: { readonly rows?: number; readonly height?: number }): ReactNode {
  const say = useSay();
  return (
    <div className={styles.skeleton} role="status" aria-label={say(shared.loading)}>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: bones have nothing else to be told apart by
        <div key={row} className={styles.bone} style={{ height, width: `${100 - ((row * 7) % 30)}%` }} />
      ))}
    </div>
  );
}

export function PageSkeleton(): ReactNode {
  return <Skeleton rows={10} height={28} />;
}
