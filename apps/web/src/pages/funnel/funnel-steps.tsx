import { ActionIcon } from '@mantine/core';
import type { ReactNode } from 'react';
import type { FunnelReport } from '../../api/schema.gen.ts';
import { formatMoney, formatNumber, formatShare } from '../../format/numbers.ts';
import { Icon } from '../../parts/icon.tsx';
import { useLanguage, useSay } from '../../text/language.tsx';
import { funnelTexts } from '../../texts/funnel.ts';
import styles from './funnel.module.css';
import { type FunnelStep, reached } from './reached.ts';

interface FunnelStepsProps {
  readonly report: FunnelReport;
  /** The names of the steps that are to be shown, in their order. */
  readonly onChoose: (steps: readonly string[]) => void;
}

/** Each step with how many came so far, what part of the step before they are, and what it brought. */
export function FunnelSteps({ report, onChoose }: FunnelStepsProps): ReactNode {
  const say = useSay();
  const { language } = useLanguage();
  const { clicks, joins, conversion, steps, currency } = report;
  const most = Math.max(1, clicks, joins, ...steps.map(reached));
  const names = [...new Set(steps.map(({ name }) => name))];
  const put = (name: string, at: number): void => onChoose(names.filter((one) => one !== name).toSpliced(at, 0, name));
  return (
    <ol className={styles.steps}>
      {clicks > 0 && <Line name={say(funnelTexts.clicks)} count={clicks} part={clicks / most} share={null} beside="" />}
      <Line name={say(funnelTexts.joins)} count={joins} part={joins / most} share={conversion} beside="" />
      {steps.map((step) => (
        <Line
          key={`${step.kind} ${step.name}`}
          name={step.name}
          kind={say(funnelTexts[step.kind])}
          count={reached(step)}
          part={reached(step) / most}
          share={step.from_previous}
          beside={besideOf(step)}
          sum={sumOf(step)}
        >
          {names.indexOf(step.name) > 0 && (
            <ActionIcon
              variant="subtle"
              aria-label={say(funnelTexts.stepUp, { name: step.name })}
              onClick={() => put(step.name, names.indexOf(step.name) - 1)}
            >
              <span className={styles.up}>
                <Icon name="down" size={14} />
              </span>
            </ActionIcon>
          )}
          {names.length > 1 && (
            <ActionIcon
              variant="subtle"
              aria-label={say(funnelTexts.hideStep, { name: step.name })}
              onClick={() => onChoose(names.filter((one) => one !== step.name))}
            >
              <Icon name="cross" size={14} />
            </ActionIcon>
          )}
        </Line>
      ))}
    </ol>
  );

  function besideOf({ in_progress, failure }: FunnelStep): string {
    return [
      in_progress > 0 ? say(funnelTexts.inProgress, { count: in_progress }) : null,
      failure > 0 ? say(funnelTexts.failure, { count: failure }) : null,
    ]
      .filter((part) => part !== null)
      .join(' · ');
  }

  function sumOf({ revenue, cost }: FunnelStep): string {
    const parts = [
      Number(revenue) === 0 ? null : formatMoney(language, Number(revenue), currency),
      Number(cost) === 0 ? null : say(funnelTexts.cost, { sum: formatMoney(language, Number(cost), currency) }),
    ];
    return parts.filter((part) => part !== null).join(' · ');
  }
}

interface LineProps {
  readonly name: string;
  readonly kind?: string;
  readonly count: number;
  /** Of the widest step. */
  readonly part: number;
  readonly share: number | null;
  readonly beside: string;
  readonly sum?: string;
  readonly children?: ReactNode;
}

function Line({ name, kind, count, part, share, beside, sum, children }: LineProps): ReactNode {
  const say = useSay();
  const { language } = useLanguage();
  return (
    <li className={styles.step}>
      <div className={styles.name}>
        <strong>{name}</strong>
        {kind !== undefined && <span>{kind}</span>}
      </div>
      <div className={styles.track}>
        <span className={styles.fill} style={{ width: `${part * 100}%` }} />
        <span className={styles.count}>{formatNumber(language, count)}</span>
        <span className={styles.quiet}>
          {[
            share === null ? null : say(funnelTexts.fromPrevious, { share: formatShare(language, share) }),
            beside || null,
          ]
            .filter((one) => one !== null)
            .join(' · ')}
        </span>
      </div>
      <div className={styles.sum}>{sum}</div>
      <div className={styles.tools}>{children}</div>
    </li>
  );
}
