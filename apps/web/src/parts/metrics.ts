import type { Metric } from '../address/view.ts';
import type { Figures } from '../api/schema.gen.ts';
import { formatMoney, formatNumber, formatShare } from '../format/numbers.ts';
import type { Say } from '../text/language.tsx';
import type { Language, Text } from '../text/text.ts';
import { reportsTexts } from '../texts/reports.ts';

/** How somebody reads figures: the words, the language and the currency. */
export interface Reading {
  readonly say: Say;
  readonly language: Language;
  readonly currency: string;
}

export interface MetricKind {
  readonly id: Metric;
  readonly title: Text;
  readonly hint: Text;
  readonly unit: 'count' | 'money';
  /** Whether more of it is good news. */
  readonly moreIsBetter: boolean;
  readonly valueOf: (figures: Figures) => number | null;
  /** What stands beside the figure, since it is never alone: its share of the step before, or its cost. */
  readonly beside: (figures: Figures, reading: Reading) => string | null;
}

const amount = (text: string | null): number | null => (text === null ? null : Number(text));

/** The steps of the funnel, in its order; each is a cell of the strip and a line of the chart. */
export const metricKinds: readonly MetricKind[] = [
  {
    id: 'clicks',
    title: reportsTexts.clicks,
    hint: reportsTexts.clicksHint,
    unit: 'count',
    moreIsBetter: true,
    valueOf: ({ clicks }) => clicks,
    beside: ({ machine_clicks }, { say }) =>
      machine_clicks === 0 ? null : say(reportsTexts.machines, { count: machine_clicks }),
  },
  {
    id: 'joins',
    title: reportsTexts.joins,
    hint: reportsTexts.joinsHint,
    unit: 'count',
    moreIsBetter: true,
    valueOf: ({ joins }) => joins,
    beside: ({ conversion }, { say, language }) =>
      conversion === null ? null : say(reportsTexts.ofClicks, { share: formatShare(language, conversion) }),
  },
  {
    id: 'still_here',
    title: reportsTexts.stillHere,
    hint: reportsTexts.stillHereHint,
    unit: 'count',
    moreIsBetter: true,
    valueOf: ({ still_here }) => still_here,
    beside: ({ still_here_share: share }, { say, language }) =>
      share === null ? null : say(reportsTexts.ofSubscribers, { share: formatShare(language, share) }),
  },
  {
    id: 'goals',
    title: reportsTexts.goals,
    hint: reportsTexts.goalsHint,
    unit: 'count',
    moreIsBetter: true,
    valueOf: ({ goals }) => goals,
    beside: ({ goals, subscribers }, { say, language }) =>
      subscribers === 0
        ? null
        : say(reportsTexts.perSubscriber, { number: formatNumber(language, goals / subscribers, 2) }),
  },
  {
    id: 'revenue',
    title: reportsTexts.revenue,
    hint: reportsTexts.revenueHint,
    unit: 'money',
    moreIsBetter: true,
    valueOf: ({ revenue }) => Number(revenue),
    beside: ({ romi }, { say, language }) =>
      romi === null ? null : say(reportsTexts.romi, { share: formatShare(language, romi) }),
  },
  {
    id: 'cost_per_stayed',
    title: reportsTexts.costPerStayed,
    hint: reportsTexts.costPerStayedHint,
    unit: 'money',
    moreIsBetter: false,
    valueOf: ({ cost_per_stayed }) => amount(cost_per_stayed),
    beside: ({ cost }, { say, language, currency }) =>
      Number(cost) === 0
        ? say(reportsTexts.noCost)
        : say(reportsTexts.ofCost, { cost: formatMoney(language, Number(cost), currency) }),
  },
];

export function metricKind(id: Metric): MetricKind {
  const kind = metricKinds.find((one) => one.id === id);
  if (kind === undefined) throw new Error(`there is no metric ${id}`);
  return kind;
}

export function formatMetric(value: number | null, unit: MetricKind['unit'], { language, currency }: Reading): string {
  if (value === null) return '–';
  return unit === 'money' ? formatMoney(language, value, currency) : formatNumber(language, value);
}
