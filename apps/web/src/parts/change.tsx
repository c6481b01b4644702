import type { ReactNode } from 'react';
import { formatChange } from '../format/numbers.ts';
import { useLanguage } from '../text/language.tsx';
import styles from './change.module.css';

interface ChangeProps {
  readonly now: number | null;
  readonly before: number | null;
  readonly moreIsBetter: boolean;
  /** People or things are counted: a change from a few is no news. */
  readonly counted: boolean;
}

const few = 20;

/** How much it changed; told by its sign, and by a colour where that is news. Nothing where there is nothing to compare. */
export function Change({ now, before, moreIsBetter, counted }: ChangeProps): ReactNode {
  const { language } = useLanguage();
  if (now === null || before === null || before === 0) return null;
  const change = (now - before) / Math.abs(before);
  const tone =
    Math.abs(change) < 0.005 || (counted && Math.abs(before) < few)
      ? 'same'
      : change > 0 === moreIsBetter
        ? 'good'
        : 'bad';
  return (
    <span className={styles.change} data-tone={tone}>
      {formatChange(language, change)}
    </span>
  );
}
