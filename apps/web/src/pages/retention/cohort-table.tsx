import type { ReactNode } from 'react';
import { rowKey } from '../../address/row-key.ts';
import type { LifetimeReport } from '../../api/schema.gen.ts';
import { formatDate } from '../../format/dates.ts';
import { formatNumber } from '../../format/numbers.ts';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { useLanguage, useSay } from '../../text/language.tsx';
import { navigation } from '../../texts/navigation.ts';
import { retentionTexts } from '../../texts/retention.ts';
import { livedColumns } from './lived-columns.tsx';
import styles from './retention.module.css';
import { useGroupName } from './use-group-name.ts';

type Cohort = LifetimeReport['cohorts'][number];

interface CohortTableProps {
  readonly report: LifetimeReport;
  /** Keys of the sources that are shown; null: cohorts are not told apart by source. */
  readonly chosen: readonly string[] | null;
}

/** Cohorts as a heat map, by the time people joined and, where it is asked for, by source. */
export function CohortTable({ report, chosen }: CohortTableProps): ReactNode {
  const say = useSay();
  const { language } = useLanguage();
  const nameOf = useGroupName();
  const { totals, interval } = report;
  const wanted = chosen === null ? report.cohorts : report.cohorts.filter((cohort) => chosen.includes(rowKey(cohort)));
  // What lies before the first who came says nothing.
  const first = wanted.findIndex(({ joined }) => joined > 0);
  const cohorts = wanted.slice(Math.max(0, first));
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
  const columns: readonly Column<Cohort>[] = [
    {
      id: 'cohort',
      title: say(retentionTexts.cohort),
      cell: ({ local }) => <time dateTime={local}>{titleOf(local)}</time>,
    },
    ...(chosen === null
      ? []
      : [
          {
            id: 'source',
            title: say(retentionTexts.source),
            cell: (cohort: Cohort) => <span className={styles.name}>{nameOf(cohort)}</span>,
          },
        ]),
    {
      id: 'joined',
      title: say(retentionTexts.joined),
      figure: true,
      cell: ({ joined }) => formatNumber(language, joined),
      total: formatNumber(language, totals.joined),
    },
    ...livedColumns<Cohort>(say, days, totals),
  ];
  return (
    <DataTable
      label={say(navigation.retention)}
      columns={columns}
      rows={cohorts}
      keyOf={(cohort) => `${cohort.local} ${rowKey(cohort)}`}
      // Totals are those of all sources: below some of them they would be wrong.
      hasTotals={chosen === null}
    />
  );
}
