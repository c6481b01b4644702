import type { ReactNode } from 'react';
import type { FunnelReport } from '../../api/schema.gen.ts';
import { formatMoney, formatNumber, formatShare } from '../../format/numbers.ts';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { nameOfValue } from '../../parts/dimension-names.ts';
import { useLanguage, useSay } from '../../text/language.tsx';
import { funnelTexts } from '../../texts/funnel.ts';
import { reportsTexts } from '../../texts/reports.ts';
import styles from './funnel.module.css';
import type { FunnelCut } from './funnel-cut.ts';
import { type FunnelStep, reached } from './reached.ts';

export type FunnelGroup = FunnelReport['groups'][number];

interface GroupsTableProps {
  readonly report: FunnelReport;
  readonly split: NonNullable<FunnelCut['split']>;
  /** Narrows the whole page to one group. */
  readonly onOpen: (group: FunnelGroup) => void;
}

const stepsShown = 8;
const fewBelow = 20;

/** The funnel of each group, side by side: a row per source or value of a label, a column per step. */
export function GroupsTable({ report, split, onOpen }: GroupsTableProps): ReactNode {
  const say = useSay();
  const { language } = useLanguage();
  const nameOf = ({ kind, keys, label }: FunnelGroup): string => {
    if (split.by === 'label') return label === null ? say(funnelTexts.noLabel) : label || say(funnelTexts.emptyLabel);
    const [key] = keys;
    if (kind === 'organic' || kind === 'unknown') return say(reportsTexts[kind]);
    return nameOfValue(
      say,
      language,
      split.dimension,
      key?.value ?? null,
      split.dimension === 'link' ? key?.label : null,
    );
  };
  const columns: readonly Column<FunnelGroup>[] = [
    {
      id: 'group',
      title: split.by === 'label' ? split.name : say(reportsTexts[split.dimension]),
      cell: (group) => (
        <span className={styles.group} data-apart={isApart(group) || undefined}>
          {nameOf(group)}
        </span>
      ),
    },
    ...(split.by === 'label'
      ? []
      : [
          {
            id: 'clicks',
            title: say(funnelTexts.clicks),
            figure: true,
            cell: ({ clicks }: FunnelGroup) => formatNumber(language, clicks),
            total: formatNumber(language, report.clicks),
          },
          {
            id: 'joins',
            title: say(funnelTexts.joins),
            figure: true,
            cell: ({ joins, clicks, conversion }: FunnelGroup) => (
              <Cell count={joins} share={conversion} few={clicks < fewBelow} />
            ),
            total: <Cell count={report.joins} share={report.conversion} few={report.clicks < fewBelow} />,
          },
        ]),
    ...report.steps.slice(0, stepsShown).map((step, index): Column<FunnelGroup> => {
      const before = ({ steps, joins }: Pick<FunnelReport, 'steps' | 'joins'>): number => {
        const earlier = steps[index - 1];
        return earlier === undefined ? joins : reached(earlier);
      };
      const own = ({ steps }: FunnelGroup): FunnelStep | undefined =>
        steps.find(({ kind, name }) => kind === step.kind && name === step.name);
      return {
        id: `${step.kind} ${step.name}`,
        title: step.name,
        hint: say(funnelTexts[step.kind]),
        figure: true,
        cell: (group) => <StepCell step={own(group)} currency={report.currency} few={before(group) < fewBelow} />,
        total: <StepCell step={step} currency={report.currency} few={before(report) < fewBelow} />,
      };
    }),
  ];
  return (
    <DataTable
      label={say(funnelTexts.apart)}
      columns={columns}
      rows={report.groups}
      keyOf={({ kind, keys, label }) => JSON.stringify([kind, keys.map(({ value }) => value), label])}
      onOpen={onOpen}
      hasTotals
    />
  );
}

/** Without a label, organic and unknown: nothing that an advertisement said. */
function isApart({ kind, keys, label }: FunnelGroup): boolean {
  return keys.length === 0 ? label === null : kind !== 'attributed';
}

interface StepCellProps {
  readonly step: FunnelStep | undefined;
  readonly currency: string;
  readonly few: boolean;
}

function StepCell({ step, currency, few }: StepCellProps): ReactNode {
  const { language } = useLanguage();
  if (step === undefined) return '–';
  const revenue = Number(step.revenue);
  return (
    <>
      <Cell count={reached(step)} share={step.from_previous} few={few} />
      {revenue !== 0 && <span className={styles.under}>{formatMoney(language, revenue, currency)}</span>}
    </>
  );
}

function Cell({
  count,
  share,
  few,
}: {
  readonly count: number;
  readonly share: number | null;
  readonly few: boolean;
}): ReactNode {
  const { language } = useLanguage();
  return (
    <>
      {formatNumber(language, count)}
      {share !== null && (
        <span className={styles.part} data-few={few || undefined}>
          {' · '}
          {formatShare(language, share)}
        </span>
      )}
    </>
  );
}
