import type { ReactNode } from 'react';
import type { GoalsMade } from '../../api/schema.gen.ts';
import { Pill } from '../../parts/pill.tsx';
import { useReason } from '../../parts/use-reason.ts';
import { useSay } from '../../text/language.tsx';
import { platformAccessTexts } from '../../texts/platform-access.ts';
import styles from './conversions.module.css';

const told = {
  exists: [platformAccessTexts.exists, 'quiet'],
  made: [platformAccessTexts.made, 'good'],
  wrong_condition: [platformAccessTexts.wrongCondition, 'bad'],
  not_made: [platformAccessTexts.notMade, 'bad'],
} as const;

/** What became of each goal at the ad system. */
export function GoalsMadeList({ report }: { readonly report: GoalsMade }): ReactNode {
  const say = useSay();
  const sayReason = useReason();
  const { reason, detail, goals } = report;
  return (
    <div aria-label={say(platformAccessTexts.goalsTitle)} role="status">
      <ul className={styles.goals}>
        {goals.map(({ goal, state }) => {
          const [text, tone] = told[state];
          return (
            <li key={goal}>
              <code>{goal}</code>
              <Pill tone={tone}>{say(text)}</Pill>
            </li>
          );
        })}
      </ul>
      {goals.some(({ state }) => state === 'wrong_condition') && (
        <p className={styles.warning}>{say(platformAccessTexts.wrongConditionHint)}</p>
      )}
      {reason !== null && (
        <p className={styles.reason}>
          {sayReason(reason)} {detail}
        </p>
      )}
    </div>
  );
}
