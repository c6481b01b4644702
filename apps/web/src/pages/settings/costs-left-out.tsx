import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { daysOf } from '../../address/period.ts';
import type { Project } from '../../api/schema.gen.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { dayIn } from '../../format/dates.ts';
import { saySums } from '../../parts/say-sums.ts';
import { useLanguage, useSay } from '../../text/language.tsx';
import { currencyRatesTexts } from '../../texts/currency-rates.ts';
import styles from './settings.module.css';

interface CostsLeftOutProps {
  readonly project: Project;
  /** Currencies that have a rate, or are about to. */
  readonly known: readonly string[];
  readonly onAdd: ((currency: string) => void) | undefined;
}

/** Costs of the last year that no sum holds, since their currency has no rate; nothing where there are none. */
export function CostsLeftOut({ project, known, onAdd }: CostsLeftOutProps): ReactNode {
  const say = useSay();
  const { language } = useLanguage();
  const year = daysOf('12m', dayIn(project.time_zone, new Date()));
  const report = useAnswer('GET /projects/{project_id}/reports/sources', {
    path: { project_id: project.id },
    query: { ...year, group_by: 'ad_system', limit: 1 },
  });
  const sums = (report.data?.totals.figures.other_costs ?? []).filter(({ currency }) => !known.includes(currency));
  if (sums.length === 0) return null;
  return (
    <div className={styles.problem}>
      <p>{say(currencyRatesTexts.without, { sums: saySums(language, sums) })}</p>
      {onAdd !== undefined && (
        <div className={styles.actions}>
          {sums.map(({ currency }) => (
            <Button key={currency} size="compact-sm" variant="default" onClick={() => onAdd(currency)}>
              {say(currencyRatesTexts.setRate)}: {currency}
            </Button>
          ))}
        </div>
      )}
    </div>
  );
}
