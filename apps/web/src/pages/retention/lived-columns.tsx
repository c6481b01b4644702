import type { ReactNode } from 'react';
import type { LifetimeReport } from '../../api/schema.gen.ts';
import { formatNumber, formatShare } from '../../format/numbers.ts';
import type { Column } from '../../parts/data-table.tsx';
import { type Say, useLanguage } from '../../text/language.tsx';
import { retentionTexts } from '../../texts/retention.ts';
import styles from './retention.module.css';
import { useLifetime } from './use-lifetime.ts';

export type Lived = Pick<LifetimeReport['cohorts'][number], 'joined' | 'here' | 'remaining' | 'median_hours'>;
type Remaining = Lived['remaining'][number];

/** Who remained after so many days, who is here now and how long half of them lived: of cohorts and of sources alike. */
export function livedColumns<Row extends Lived>(say: Say, days: readonly number[], totals: Lived): Column<Row>[] {
  return [
    ...days.map(
      (after): Column<Row> => ({
        id: `day${after}`,
        title: say(retentionTexts.day, { count: after }),
        hint: say(retentionTexts.dayHint, { count: after }),
        figure: true,
        cell: ({ remaining }) => <Cell remaining={remaining.find((one) => one.days === after)} />,
        total: <Cell remaining={totals.remaining.find((one) => one.days === after)} />,
      }),
    ),
    {
      id: 'here',
      title: say(retentionTexts.here),
      figure: true,
      cell: (row) => <Now lived={row} />,
      total: <Now lived={totals} />,
    },
    {
      id: 'median',
      title: say(retentionTexts.median),
      hint: say(retentionTexts.medianHint),
      figure: true,
      wideOnly: true,
      cell: ({ median_hours }) => <Median hours={median_hours} />,
      total: <Median hours={totals.median_hours} />,
    },
  ];
}

/** The more remain, the stronger the colour; what is not old enough shows nothing yet. */
function Cell({ remaining }: { readonly remaining: Remaining | undefined }): ReactNode {
  const { language } = useLanguage();
  if (remaining?.share == null) return null;
  return (
    <span
      className={styles.heat}
      data-few={remaining.small || undefined}
      style={{ '--warmth': `${Math.round(remaining.share ** 2 * 100)}%` }}
    >
      {formatShare(language, remaining.share)}
    </span>
  );
}

function Median({ hours }: { readonly hours: number | null }): ReactNode {
  return useLifetime()(hours);
}

function Now({ lived: { here, joined } }: { readonly lived: Lived }): ReactNode {
  const { language } = useLanguage();
  return (
    <>
      {formatNumber(language, here)}
      {joined > 0 && <span className={styles.share}> · {formatShare(language, here / joined)}</span>}
    </>
  );
}
