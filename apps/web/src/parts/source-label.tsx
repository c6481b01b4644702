import type { ReactNode } from 'react';
import type { Touch } from '../api/schema.gen.ts';
import { useSay } from '../text/language.tsx';
import { shared } from '../texts/shared.ts';
import { Hint } from './hint.tsx';
import styles from './source-label.module.css';
import { nameOfSource } from './source-name.ts';

/** A source with its campaign; one that is only probable is lighter and says so. */
export function SourceLabel({ touch }: { readonly touch: Touch | null }): ReactNode {
  const say = useSay();
  const known = touch !== null && ['exact', 'probable'].includes(touch.exactness);
  return (
    <span
      className={styles.label}
      data-known={known || undefined}
      data-probable={touch?.exactness === 'probable' || undefined}
    >
      <span>{nameOfSource(say, touch)}</span>
      {touch?.utm.campaign != null && <span className={styles.campaign}>{touch.utm.campaign}</span>}
      {touch?.exactness === 'probable' && (
        <span className={styles.campaign}>
          <Hint text={say(shared.probableHint)}>{say(shared.probable)}</Hint>
        </span>
      )}
    </span>
  );
}
