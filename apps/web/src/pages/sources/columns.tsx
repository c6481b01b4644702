import type { ReactNode } from 'react';
import type { Figures } from '../../api/schema.gen.ts';
import { formatMoney, formatNumber, formatShare } from '../../format/numbers.ts';
import type { Reading } from '../../parts/metrics.ts';
import type { Text } from '../../text/text.ts';
import { reportsTexts } from '../../texts/reports.ts';
import { sourcesTexts } from '../../texts/sources.ts';
import styles from './sources.module.css';

/** A figure of the table of sources. */
export interface FigureColumn {
  readonly id: string;
  readonly title: Text;
  readonly hint: Text;
  /** Shown unless somebody chooses otherwise. */
  readonly usual: boolean;
  /** What it is sorted by. */
  readonly valueOf: (figures: Figures) => number | null;
  readonly shown: (figures: Figures, reading: Reading) => ReactNode;
}

const count =
  (pick: (figures: Figures) => number) =>
  (figures: Figures, { language }: Reading): string =>
    formatNumber(language, pick(figures));

const money =
  (pick: (figures: Figures) => string | null) =>
  (figures: Figures, { language, currency }: Reading): string => {
    const sum = pick(figures);
    return sum === null || Number(sum) === 0 ? '–' : formatMoney(language, Number(sum), currency);
  };

const amount = (text: string | null): number | null => (text === null ? null : Number(text));

/** A share of few people is grey: it says little. */
function share(value: number | null, small: boolean, { language }: Reading): ReactNode {
  if (value === null) return '–';
  return (
    <span className={styles.share} data-few={small || undefined}>
      {formatShare(language, value)}
    </span>
  );
}

function stayed(day: 'd1' | 'd7' | 'd30'): Pick<FigureColumn, 'valueOf' | 'shown'> {
  return {
    valueOf: (figures) => figures.stayed[day].share,
    shown: (figures, reading) => share(figures.stayed[day].share, figures.stayed[day].small, reading),
  };
}

export const figureColumns: readonly FigureColumn[] = [
  {
    id: 'clicks',
    title: reportsTexts.clicks,
    hint: reportsTexts.clicksHint,
    usual: true,
    valueOf: ({ clicks }) => clicks,
    shown: count(({ clicks }) => clicks),
  },
  {
    id: 'joins',
    title: reportsTexts.joins,
    hint: reportsTexts.joinsHint,
    usual: true,
    valueOf: ({ joins }) => joins,
    shown: count(({ joins }) => joins),
  },
  {
    id: 'conversion',
    title: sourcesTexts.conversion,
    hint: sourcesTexts.conversionHint,
    usual: true,
    valueOf: ({ conversion }) => conversion,
    shown: (figures, reading) => share(figures.conversion, figures.clicks < 20, reading),
  },
  {
    id: 'subscribers',
    title: sourcesTexts.subscribers,
    hint: sourcesTexts.subscribersHint,
    usual: false,
    valueOf: ({ subscribers }) => subscribers,
    shown: count(({ subscribers }) => subscribers),
  },
  {
    id: 'leaves',
    title: reportsTexts.leaves,
    hint: reportsTexts.leavesHint,
    usual: false,
    valueOf: ({ leaves }) => leaves,
    shown: count(({ leaves }) => leaves),
  },
  {
    id: 'still_here',
    title: reportsTexts.stillHere,
    hint: reportsTexts.stillHereHint,
    usual: true,
    valueOf: ({ still_here }) => still_here,
    shown: (figures, reading) => (
      <>
        {formatNumber(reading.language, figures.still_here)}
        {figures.still_here_share !== null && <> · {share(figures.still_here_share, figures.small, reading)}</>}
      </>
    ),
  },
  { id: 'd1', title: sourcesTexts.d1, hint: sourcesTexts.stayedHint, usual: false, ...stayed('d1') },
  { id: 'd7', title: sourcesTexts.d7, hint: sourcesTexts.stayedHint, usual: true, ...stayed('d7') },
  { id: 'd30', title: sourcesTexts.d30, hint: sourcesTexts.stayedHint, usual: false, ...stayed('d30') },
  {
    id: 'goals',
    title: reportsTexts.goals,
    hint: reportsTexts.goalsHint,
    usual: true,
    valueOf: ({ goals }) => goals,
    shown: count(({ goals }) => goals),
  },
  {
    id: 'revenue',
    title: reportsTexts.revenue,
    hint: reportsTexts.revenueHint,
    usual: true,
    valueOf: ({ revenue }) => Number(revenue),
    shown: money(({ revenue }) => revenue),
  },
  {
    id: 'spend',
    title: sourcesTexts.spend,
    hint: sourcesTexts.spendHint,
    usual: true,
    valueOf: ({ spend }) => Number(spend),
    shown: money(({ spend }) => spend),
  },
  {
    id: 'cost_per_subscriber',
    title: sourcesTexts.costPerSubscriber,
    hint: sourcesTexts.costPerSubscriberHint,
    usual: false,
    valueOf: ({ cost_per_subscriber }) => amount(cost_per_subscriber),
    shown: money(({ cost_per_subscriber }) => cost_per_subscriber),
  },
  {
    id: 'cost_per_stayed',
    title: reportsTexts.costPerStayed,
    hint: reportsTexts.costPerStayedHint,
    usual: true,
    valueOf: ({ cost_per_stayed }) => amount(cost_per_stayed),
    shown: money(({ cost_per_stayed }) => cost_per_stayed),
  },
  {
    id: 'romi',
    title: sourcesTexts.romi,
    hint: sourcesTexts.romiHint,
    usual: true,
    valueOf: ({ romi }) => romi,
    shown: (figures, reading) => share(figures.romi, figures.small, reading),
  },
];
