import type { ReactNode } from 'react';
import type { LifetimeReport } from '../../api/schema.gen.ts';
import { formatNumber, formatShare } from '../../format/numbers.ts';
import { useLanguage, useSay } from '../../text/language.tsx';
import { retentionTexts } from '../../texts/retention.ts';
import styles from './retention.module.css';
import { spanOf } from './span-of.ts';

interface WhenLeftProps {
  readonly parts: LifetimeReport['totals']['left_by_age'];
}

/** When people leave: bars by the time they lived. */
export function WhenLeft({ parts }: WhenLeftProps): ReactNode {
  const say = useSay();
  const { language } = useLanguage();
  const some = parts.filter(({ left }) => left > 0);
  const most = Math.max(1, ...some.map(({ left }) => left));
  const total = some.reduce((sum, { left }) => sum + left, 0);
  return (
    <ul className={styles.bars}>
      {some.map(({ from_hours, to_hours, left }) => (
        <li key={from_hours}>
          <span>{sayUpTo(to_hours)}</span>
          <span className={styles.track}>
            <span className={styles.fill} style={{ width: `${(left / most) * 100}%` }} />
          </span>
          <span>
            {formatNumber(language, left)} · {formatShare(language, left / total)}
          </span>
        </li>
      ))}
    </ul>
  );

  function sayUpTo(hours: number | null): string {
    if (hours === null) return say(retentionTexts.longer);
    const { unit, count } = spanOf(hours);
    return say(unit === 'hours' ? retentionTexts.upToHours : retentionTexts.upToDays, { count });
  }
}
