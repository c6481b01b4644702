import type { ReactNode } from 'react';
import type { Figures, Project } from '../../api/schema.gen.ts';
import { LinkButton } from '../../parts/link-button.tsx';
import { saySums } from '../../parts/say-sums.ts';
import { useLanguage, useSay } from '../../text/language.tsx';
import { currencyRatesTexts } from '../../texts/currency-rates.ts';
import styles from './sources.module.css';

interface CostsWithoutRateProps {
  readonly project: Project;
  readonly sums: Figures['other_costs'];
  readonly canEdit: boolean;
}

/** Costs that the table's sums do not hold: whoever reads it should not take them for all there were. */
export function CostsWithoutRate({ project, sums, canEdit }: CostsWithoutRateProps): ReactNode {
  const say = useSay();
  const { language } = useLanguage();
  if (sums.length === 0) return null;
  return (
    <div className={styles.leftOut} role="note">
      <span>{say(currencyRatesTexts.leftOut, { sums: saySums(language, sums) })}</span>
      {canEdit && (
        <LinkButton size="compact-sm" variant="default" to="/p/$project/settings" params={{ project: project.id }}>
          {say(currencyRatesTexts.setRate)}
        </LinkButton>
      )}
    </div>
  );
}
