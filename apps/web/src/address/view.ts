import { type Comparison, comparisons, type Period, readPeriod, writePeriod } from './period.ts';

/** What a page can be narrowed to. The names stand in addresses and are those of the reports API. */
export const dimensions = [
  'link',
  'ad_system',
  'utm_source',
  'utm_medium',
  'utm_campaign',
  'utm_content',
  'utm_term',
  'country',
  'exactness',
] as const;
export type Dimension = (typeof dimensions)[number];
export type Filters = Readonly<Partial<Record<Dimension, string>>>;

export const metrics = ['clicks', 'joins', 'still_here', 'goals', 'revenue', 'cost_per_stayed'] as const;
export type Metric = (typeof metrics)[number];

/** Everything of a report that the address holds: a copied address shows the same view. */
export interface View {
  readonly period: Period;
  readonly compare: Comparison;
  readonly metric: Metric;
  readonly filters: Filters;
}

export const viewDefault: View = { period: '28d', compare: 'previous', metric: 'joins', filters: {} };

/** As it stands in an address: only what differs from the default, so that addresses stay short. */
export type ViewAddress = Partial<Record<'period' | 'compare' | 'metric' | Dimension, string>>;

export function writeView({ period, compare, metric, filters }: View): ViewAddress {
  return {
    ...(period === viewDefault.period ? {} : { period: writePeriod(period) }),
    ...(compare === viewDefault.compare ? {} : { compare }),
    ...(metric === viewDefault.metric ? {} : { metric }),
    ...filters,
  };
}

/** Reads whatever an address says; what cannot be read is left at its default, since addresses are typed and cut by hand. */
export function readView(address: Readonly<Record<string, unknown>>): View {
  const text = (name: string): string => (typeof address[name] === 'string' ? address[name] : '');
  const filters = Object.fromEntries(
    dimensions.filter((name) => text(name) !== '').map((name) => [name, text(name)] as const),
  );
  return {
    period: readPeriod(text('period')) ?? viewDefault.period,
    compare: comparisons.find((name) => name === text('compare')) ?? viewDefault.compare,
    metric: metrics.find((name) => name === text('metric')) ?? viewDefault.metric,
    filters,
  };
}

export function withFilter(view: View, dimension: Dimension, value: string): View {
  return { ...view, filters: { ...view.filters, [dimension]: value } };
}

export function withoutFilter(view: View, dimension: Dimension): View {
  const { [dimension]: _, ...filters } = view.filters;
  return { ...view, filters };
}
