import type { ReactNode } from 'react';
import type { LifetimeReport } from '../../api/schema.gen.ts';
import { formatDate } from '../../format/dates.ts';
import { formatNumber, formatShare } from '../../format/numbers.ts';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { useLanguage, useSay } from '../../text/language.tsx';
import { navigation } from '../../texts/navigation.ts';
import { retentionTexts } from '../../texts/retention.ts';
import styles from './retention.module.css';
import { useLifetime } from './use-lifetime.ts';

type Lived = Pick<LifetimeReport['cohorts'][number], 'joined' | 'here' | 'remaining' | 'median_hours'>;
type Remaining = Lived['remaining'][number];

/** Cohorts as a heat map: the more remain, the stronger the colour. A cohort that is not old enough shows nothing yet. */
export function CohortTable({ report }: { readonly report: LifetimeReport }): ReactNode {
  const say = useSay();
  const { language } = useLanguage();
  const lifetime = useLifetime();
  const { totals, interval } = report;
  // What lies before the first who came says nothing.
  const first = report.cohorts.findIndex(({ joined }) => joined > 0);
  const cohorts = report.cohorts.slice(Math.max(0, first));
  const days = totals.remaining
    .map(({ days: after }) => after)
    .filter((after) =>
      cohorts.some(({ remaining }) => remaining.some((one) => one.days === after && one.share !== null)),
    );
  const titleOf = (local: string): string =>
    formatDate(
      language,
      local.slice(0, 10),
      interval === 'month' ? { month: 'long', year: 'numeric' } : { day: 'numeric', month: 'short' },
    );
  const columns: readonly Column<LifetimeReport['cohorts'][number]>[] = [
    { id: 'cohort', title: say(retentionTexts.cohort), cell: ({ local }) => titleOf(local) },
    {
      id: 'joined',
      title: say(retentionTexts.joined),
      figure: true,
      cell: ({ joined }) => formatNumber(language, joined),
      total: formatNumber(language, totals.joined),
    },
    ...days.map(
      (after): Column<LifetimeReport['cohorts'][number]> => ({
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
      cell: (cohort) => <Now lived={cohort} />,
      total: <Now lived={totals} />,
    },
    {
      id: 'median',
      title: say(retentionTexts.median),
      hint: say(retentionTexts.medianHint),
      figure: true,
      wideOnly: true,
      cell: ({ median_hours }) => lifetime(median_hours),
      total: lifetime(totals.median_hours),
    },
  ];
  return (
    <DataTable
      label={say(navigation.retention)}
      columns={columns}
      rows={cohorts}
      keyOf={({ local }) => local}
      hasTotals
    />
  );
}

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

function Now({ lived: { here, joined } }: { readonly lived: Lived }): ReactNode {
  const { language } = useLanguage();
  return (
    <>
      {formatNumber(language, here)}
      {joined > 0 && <span className={styles.share}> · {formatShare(language, here / joined)}</span>}
    </>
  );
}
