import type { ReactNode } from 'react';
import { useSay } from '../text/language.tsx';
import { audienceTexts } from '../texts/audience.ts';
import styles from './filter-chip.module.css';
import { Icon } from './icon.tsx';

interface FilterChipProps {
  readonly label: string;
  readonly onRemove: () => void;
}

export function FilterChip({ label, onRemove }: FilterChipProps): ReactNode {
  const say = useSay();
  return (
    <span className={styles.chip}>
      {label}
      <button type="button" onClick={onRemove} aria-label={`${say(audienceTexts.clearFilter)}: ${label}`}>
        <Icon name="cross" size={12} />
      </button>
    </span>
  );
}
